using Boom.Enricher;
using Boom.Core.Plays;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Embedded.Accounts;
using Boom.Embedded.Plays;
using Boom.Embedded.Readers;
using Boom.Embedded.Servers;
using Boom.Hosting;
using Boom.Messaging.Kafka;
using Boom.Messaging.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Pipeline;

/// <summary>Every stage in one process, on servers that are embedded unless named.</summary>
public sealed partial class PipelineHost : IAsyncDisposable
{
    readonly PipelineSettings _settings;
    readonly IHost _host;
    readonly Action<string> _showWarning;
    KafkaAdmin? _admin;
    bool _stopped;

    PipelineHost(PipelineSettings settings, EmbeddedStack stack, IHost host, ILoggerFactory loggers, TimeProvider time, Action<string> showWarning) =>
        (_settings, Stack, _host, Loggers, Time, _showWarning) = (settings, stack, host, loggers, time, showWarning);

    /// <summary>Documents, ledger and dead letters.</summary>
    public IAlertStore Alerts => _host.Services.GetRequiredService<IAlertStore>();

    /// <summary>How the workers fare.</summary>
    public StagePulses Pulses => _host.Services.GetRequiredService<StagePulses>();

    /// <summary>Surveys that are read: those asked for, and those of which the embedded broker holds packets.</summary>
    public IReadOnlyList<Survey> Surveys => _settings.Surveys;

    /// <summary>Servers and store.</summary>
    internal EmbeddedStack Stack { get; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where the run logs.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>Look-ups.</summary>
    public IAlertReader Reader => Stack.Store.Reader;

    /// <summary>The play journal.</summary>
    public IPlayJournal Journal => Stack.Store.Journal;

    /// <summary>Signalled when a stage has ended by a fault, which <see cref="ThrowIfFailed"/> then throws.</summary>
    public CancellationToken Failed => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Starts servers and stages.</summary>
    public static async Task<PipelineHost> StartAsync(
        PipelineSettings settings, TimeProvider time, Action<string> showWarning, CancellationToken cancellationToken)
    {
        var host = await OpenAsync(settings, time, showWarning, cancellationToken);
        try
        {
            await host.StartStagesAsync([], cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts servers, no stage yet: the store can be read.</summary>
    public static async Task<PipelineHost> OpenAsync(
        PipelineSettings settings, TimeProvider time, Action<string> showWarning, CancellationToken cancellationToken)
    {
        var configuration = ProgramSettings.FromEnvironment();

        // Before anything is made or started: an option that is wrong ends the command at once.
        OptionsCheck.Require(configuration);
        var log = new FileLog(time, settings.Verbose ? LogLevel.Information : LogLevel.Warning, showWarning);
        var loggers = CreateLoggers(log, configuration);
        try
        {
            var servers = ServerSettings.From(configuration);
            var stack = await EmbeddedStack.StartAsync(
                new StackOptions(settings.DataFolder, servers.Kafka, servers.Valkey) { KafkaSecurity = servers.Security, Readers = ReadersOptions.Read(configuration) },
                (folder, ending) => OpenStoreAsync(servers.AlertDb, folder, log, time, showWarning, ending), time, loggers, showWarning, cancellationToken);
            try
            {
                var whole = await FirstAnswer.OfAsync(ending => CompleteAsync(settings, stack, ending), showWarning, time, cancellationToken);
                return new PipelineHost(whole, stack, BuildHost(whole, stack, loggers, time), loggers, time, showWarning);
            }
            catch
            {
                await stack.DisposeAsync();
                throw;
            }
        }
        catch
        {
            loggers.Dispose();
            throw;
        }
    }

    /// <summary>Starts the stages.</summary>
    /// <param name="topics">Topics that will be played: the consumers find them from the start.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task StartStagesAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        foreach (var topic in topics)
        {
            RequireReading(topic);
            Stack.EnsureTopic(topic);
        }

        await SendAgainAsync(cancellationToken);
        await _host.StartAsync(cancellationToken);
    }

    /// <summary>The packets queue of a survey.</summary>
    public ILeasedQueue Packets(Survey survey) => new ValkeyQueue(Stack.Valkey, QueueNames.Packets(survey), Time);

    /// <summary>The enrichment queue of a survey.</summary>
    public ILeasedQueue Enrichment(Survey survey) => new ValkeyQueue(Stack.Valkey, QueueNames.Enrichment(survey), Time);

    /// <summary>Brings back what an earlier end left half-way: packets without an outcome, alerts that are not enriched.</summary>
    internal async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var survey in _settings.Surveys)
            await FirstAnswer.OfAsync(ending => ForwardAsync(survey, ending), _showWarning, Time, cancellationToken);

        await Stack.RepublishAsync(PlaySources.Open, cancellationToken);
    }

    // What is in its queue already is not put in twice.
    async ValueTask<bool> ForwardAsync(Survey survey, CancellationToken cancellationToken)
    {
        await new UnenrichedAlerts(survey, Enrichment(survey), Alerts, Time).ForwardAllAsync(cancellationToken);
        await RecoverFiltersAsync(survey, cancellationToken);
        return true;
    }

    // With what the store says of earlier runs, and of filters.
    static async ValueTask<PipelineSettings> CompleteAsync(PipelineSettings settings, EmbeddedStack stack, CancellationToken cancellationToken)
    {
        var whole = await WithEarlierSurveysAsync(settings, stack, cancellationToken);
        return whole with { HasFilters = await HasActiveFilterAsync(whole, stack.Store, cancellationToken) };
    }

    // What an earlier run has published to the embedded broker is published again: somebody must read it.
    static async ValueTask<PipelineSettings> WithEarlierSurveysAsync(PipelineSettings settings, EmbeddedStack stack, CancellationToken cancellationToken)
    {
        if (!stack.BrokerIsEmbedded)
            return settings;
        var plays = await stack.Store.Journal.ReadPlaysAsync(cancellationToken);
        var earlier = SurveyCatalog.Default.Supported.Where(survey => plays.Any(play => SurveyCatalog.Default.Topics(survey).Includes(play.Topic)));
        return settings with
        {
            Surveys = [.. settings.Surveys.Union(earlier)],
            IsAllSimulated = settings.Simulates && plays.All(play => PlaySources.IsSimulated(play.Source)),
        };
    }

    // What cannot be published again is known when the recovery has tried.
    AccountScope Scope => new(
        Stack.BrokerIsEmbedded ? null : Stack.BootstrapServers,
        (play, _, _) => ValueTask.FromResult<IReadOnlyList<long>>(
            [.. Stack.FindLost(play.Topic).Where(lost => lost >= play.FirstSequence && lost < play.FirstSequence + play.Published)]))
    {
        Includes = Stack.BrokerIsEmbedded ? null : IsRead,
        Admin = Stack.BrokerIsEmbedded ? null : _admin ??= new KafkaAdmin(Stack.BootstrapServers, ServerSettings.FromEnvironment().Security),
    };

    /// <summary>The account of the data folder.</summary>
    public ValueTask<TotalAccount> ReadAccountAsync(CancellationToken cancellationToken) =>
        AccountReader.ReadAsync(Alerts, Reader, Journal, Scope, cancellationToken);

    /// <summary>
    /// Where everything is. Read from the front of the stream to its end, so that what moves on meanwhile is seen at least once: an idle
    /// answer is true.
    /// </summary>
    public async ValueTask<PipelineStatus> ReadStatusAsync(CancellationToken cancellationToken)
    {
        var account = await AccountReader.ReadPacketsAsync(Alerts, Reader, Journal, Scope, cancellationToken);
        QueueStatus packets = default;
        foreach (var survey in _settings.Surveys)
            packets = Add(packets, await Packets(survey).GetStatusAsync(cancellationToken));
        var enrichment = await ReadEnrichmentStatusAsync(cancellationToken);
        var filter = await ReadFilterStatusAsync(cancellationToken);

        // An alert may go back from the filter workers to the enrichers, once: it is not missed in two rounds.
        if (filter is { Waiting: 0 } && enrichment is { Ready: 0, Leased: 0 })
        {
            enrichment = await ReadEnrichmentStatusAsync(cancellationToken);
            filter = await ReadFilterStatusAsync(cancellationToken);
        }

        // Those that the retention has removed were enriched as well.
        var enriched = account.Alerts.Sum(alerts => alerts.Enriched);
        foreach (var survey in _settings.Surveys)
            enriched += await Alerts.CountRemovedAlertsAsync(survey, cancellationToken);
        var inBroker = Math.Max(0, account.Packets.Waiting - packets.Ready - packets.Leased);
        StageStatus[] stages =
        [
            new StageStatus("consumer", "packets", account.Packets.Published - inBroker, inBroker, null),
            StageStatus.Behind("alert worker", "packets", account.Packets.AccountedFor, packets),
            StageStatus.Behind("enricher", "alerts", enriched, enrichment),
            .. (StageStatus[])(filter is { } last ? [last] : []),
        ];
        return new PipelineStatus(Time.GetUtcNow().ToUnixTimeMilliseconds(), stages, account.Packets);
    }

    async ValueTask<QueueStatus> ReadEnrichmentStatusAsync(CancellationToken cancellationToken)
    {
        QueueStatus waiting = default;
        foreach (var survey in _settings.Surveys)
            waiting = Add(waiting, await Enrichment(survey).GetStatusAsync(cancellationToken));
        return waiting;
    }

    /// <summary>Throws what ended a stage, if anything did.</summary>
    public void ThrowIfFailed()
    {
        foreach (var stage in _host.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (stage.ExecuteTask is { IsFaulted: true } ended)
                throw new ExitException(ExitCode.Missing, $"A stage has ended: {ended.Exception.InnerException?.Message}", ended.Exception);
        }
    }

    /// <summary>Stops claiming, finishes or releases what is claimed. The store stays open.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await _host.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _admin?.Dispose();
        _host.Dispose();
        await Stack.DisposeAsync();
        Loggers.Dispose();
    }

    /// <summary>What is played must be read, or the run would wait for it without an end.</summary>
    void RequireReading(string topic)
    {
        if (IsRead(topic))
            return;
        throw new ExitException(
            ExitCode.Usage,
            $"The packets go to {topic}, which the consumer does not read: unset Consumer:Topics, Consumer:Night, Consumer:WindowDays and Consumer:Programs, or give --night.");
    }

    /// <summary>Whether the consumers of this run read a topic.</summary>
    bool IsRead(string topic) =>
        RunConsumers.Read(topic, _settings, Stack, _host.Services.GetRequiredService<IConfiguration>(), Time.GetUtcNow());

    static QueueStatus Add(QueueStatus sum, QueueStatus queue) => new(
        sum.Ready + queue.Ready, sum.Leased + queue.Leased, sum.PayloadBytes + queue.PayloadBytes,
        sum.OldestEnqueuedAtMs is { } oldest && queue.OldestEnqueuedAtMs is { } other
            ? Math.Min(oldest, other)
            : sum.OldestEnqueuedAtMs ?? queue.OldestEnqueuedAtMs,
        sum.Expired + queue.Expired);
}
