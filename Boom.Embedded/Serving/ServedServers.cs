using Boom.Core.Resilience;
using Boom.Embedded.Plays;
using Boom.Embedded.Readers;
using Boom.Embedded.Servers;
using Boom.FilterWorker;
using Boom.FilterWorker.Streams;
using Boom.Hosting;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Serving;

/// <summary>
/// Broker, queue server and store in this process, for stages in others. The broker forgets its packets when the process ends, and keeps 5 MB of each
/// partition: it is filled again from the play journal, and never holds more than what the ledger does not account for.
/// </summary>
public sealed class ServedServers : IAsyncDisposable
{
    // A program that was told to end may take its time, and the next one must not be sent away for it.
    static readonly TimeSpan FolderPatience = TimeSpan.FromSeconds(30), FolderPause = TimeSpan.FromMilliseconds(200);

    readonly CancellationTokenSource _stop = new();
    readonly SemaphoreSlim _playing = new(1);
    readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TimeProvider _time;
    readonly ILoggerFactory _loggers;
    DataFolder? _folder;
    StackStore? _store;
    EmbeddedQueueServer? _queueServer;
    EmbeddedBroker? _broker;
    PacketPublisher? _publisher;
    LedgerProgress? _progress;
    PartitionPacers? _pacers;
    KafkaRelay? _relay;
    ReadersGate? _readers;
    Task _recovering = Task.CompletedTask;

    ServedServers(TimeProvider time, ILoggerFactory loggers) => (_time, _loggers) = (time, loggers);

    /// <summary>The store; null when neither it nor the broker is served.</summary>
    internal StackStore? Store => _store;

    /// <summary>Connection string <c>kafka</c>; null when no broker is served.</summary>
    public string? Kafka => _relay?.Address;

    /// <summary>Where readers of the streams sign in; null when nobody may.</summary>
    public string? ReadersAddress => _readers?.Address;

    /// <summary>Connection string <c>valkey</c>; null when no queue server is served.</summary>
    public string? Valkey => _queueServer?.ConnectionString;

    /// <summary>Connection string <c>alertdb</c>; null when no store is served.</summary>
    public string? AlertDb { get; private set; }

    /// <summary>Folder where filter workers keep messages for the broker, which forgets them at its end; null when no broker is served.</summary>
    public string? Streams { get; private set; }

    /// <summary>What a play or the recovery waits for, a sentence; null when for nothing.</summary>
    public string? WaitsFor => _pacers?.WaitsFor;

    /// <summary>Faults when the broker cannot be filled again, or holds something else than the play journal says: only another start mends that.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Starts what is asked for. The broker answers when it is filled again as far as needs no consumer.</summary>
    /// <param name="settings">What, and where.</param>
    /// <param name="namedStore">Connection string <c>alertdb</c> of the environment, whose journal and ledger the broker then goes by; null for the data folder.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Log.</param>
    /// <param name="warn">Hears what a person should know.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    /// <exception cref="StackException">A port is taken.</exception>
    /// <exception cref="PermanentFaultException">The store cannot be used.</exception>
    public static async Task<ServedServers> StartAsync(
        ServeSettings settings, string? namedStore, TimeProvider time, ILoggerFactory loggers, Action<string> warn, CancellationToken cancellationToken)
    {
        var servers = new ServedServers(time, loggers);
        try
        {
            await servers.StartAsync(settings, namedStore, warn, cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes something to its end: see <see cref="PlayRunner.PlayAsync"/>. Plays follow one another, and the recovery.</summary>
    /// <param name="request">What.</param>
    /// <param name="onPublished">Hears the number of packets of this call so far.</param>
    /// <param name="cancellationToken">Ends the play; what was published is noted, and the next request for the same source goes on there.</param>
    /// <exception cref="PermanentFaultException">The source cannot be opened, or no broker is served.</exception>
    public async Task<PlayResult> PlayAsync(PlayRequest request, Action<long> onPublished, CancellationToken cancellationToken)
    {
        if (_broker is null)
            throw new PermanentFaultException("No broker is served here: leave out --only, or name kafka in it.");
        var feed = PlaySources.Open(request.Source)
            ?? throw new PermanentFaultException($"The source cannot be opened where boom serve runs: {request.Source}");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        await _recovering.WaitAsync(ending.Token);
        await _playing.WaitAsync(ending.Token);
        try
        {
            await RequireInStepAsync(request.Topic, ending.Token);
            var runner = new PlayRunner(
                _broker, _publisher!, _store!.Journal, _store.Alerts, _pacers!, _time, _loggers.CreateLogger<PlayRunner>());
            return await Task.Run(() => runner.PlayAsync(new PlayPlan(feed, request.Topic, request.PacketsPerSecond) { IsPaced = request.IsPaced }, onPublished, ending.Token), ending.Token);
        }
        finally
        {
            _playing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _recovering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // A play notes what it has published before the store is closed.
        await _playing.WaitAsync();
        if (_readers is not null)
            await _readers.DisposeAsync();
        if (_relay is not null)
            await _relay.DisposeAsync();
        if (_publisher is not null)
            await _publisher.DisposeAsync();
        _broker?.Dispose();
        if (_progress is not null)
            await _progress.DisposeAsync();
        _queueServer?.Dispose();
        if (_store is not null)
            await _store.Lifetime.DisposeAsync();
        _folder?.Dispose();
        _playing.Dispose();
        _stop.Dispose();
    }

    async Task StartAsync(ServeSettings settings, string? namedStore, Action<string> warn, CancellationToken cancellationToken)
    {
        _folder = await OpenFolderAsync(settings.DataFolder, warn, cancellationToken);
        if (settings.Parts.Contains(ServeSettings.Valkey))
            _queueServer = EmbeddedQueueServer.Start(loggerFactory: null, settings.ValkeyPort);
        if (settings.Parts.Contains(ServeSettings.AlertDb))
            AlertDb = $"Data Source={StoreSession.FileOf(_folder.Path)}";
        if (AlertDb is not null || settings.Parts.Contains(ServeSettings.Kafka))
            _store = await StackStore.OpenAsync(AlertDb ?? namedStore, _folder, _time, warn, cancellationToken);
        if (settings.Parts.Contains(ServeSettings.Kafka))
        {
            Streams = _folder.FileOf(DataFolder.Streams);
            await StartBrokerAsync(settings, warn, cancellationToken);
        }
    }

    async Task StartBrokerAsync(ServeSettings settings, Action<string> warn, CancellationToken cancellationToken)
    {
        _broker = EmbeddedBroker.Start();
        _publisher = new PacketPublisher(_broker.BootstrapServers, _time, _loggers.CreateLogger<PacketPublisher>());
        _progress = new LedgerProgress(_store!.Alerts, _time, _loggers.CreateLogger<LedgerProgress>());
        _pacers = new PartitionPacers(_broker, _progress);
        var recovery = new PlayRecovery(_broker, _publisher, _store.Journal, _store.Alerts, _pacers, _loggers.CreateLogger<PlayRecovery>());
        await recovery.FillAsync(cancellationToken);
        await SendAgainAsync(warn, cancellationToken);

        // A consumer that came before would find less than its ledger has.
        _relay = KafkaRelay.Start(settings.KafkaPort, _broker.BootstrapServers);
        if (settings.Readers.HasUser)
            _readers = ReadersGate.Start(settings.Readers, _broker.BootstrapServers, _loggers.CreateLogger<ReadersGate>());
        _recovering = Task.Run(() => RepublishAsync(recovery), _stop.Token);
    }

    // Of filter workers that have sent to a broker before this one: those that run still may keep more meanwhile, and send it themselves.
    async Task SendAgainAsync(Action<string> warn, CancellationToken cancellationToken)
    {
        using var admin = new KafkaAdmin(_broker!.BootstrapServers);
        using var sink = new KafkaMessageSink(_broker.BootstrapServers, admin, isEmbedded: true, _time, _loggers.CreateLogger<KafkaMessageSink>());
        using var kept = new KeptMessages(sink, new MessageSegments(Streams!, StreamsOptions.Read(ProgramSettings.FromEnvironment()), _time));
        var again = await kept.SendAgainAsync(cancellationToken);
        if (again.Sent > 0)
            PlayLog.SentAgain(_loggers.CreateLogger<ServedServers>(), again.Sent, Streams!);
        foreach (var warning in again.Warnings)
            warn(warning);
    }

    async Task RepublishAsync(PlayRecovery recovery)
    {
        try
        {
            await recovery.RepublishAsync(PlaySources.Open, _stop.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            _failed.TrySetException(fault);
            throw;
        }
    }

    /// <summary>
    /// A packet's number in the journal says its partition and offset. Where the broker ends elsewhere than the journal, as when somebody else has
    /// published into it, the next packet would get the place of another.
    /// </summary>
    async Task RequireInStepAsync(string topic, CancellationToken cancellationToken)
    {
        await _publisher!.FlushAsync(cancellationToken);
        var end = (await _store!.Journal.ReadPlaysAsync(cancellationToken)).Where(play => play.Topic == topic)
            .Select(play => play.FirstSequence + play.Published).DefaultIfEmpty().Max();
        _broker!.EnsureTopic(topic);
        using var admin = new KafkaAdmin(_broker.BootstrapServers);
        var marks = admin.ReadWatermarks(topic);
        for (var partition = 0; partition < marks.Count; partition++)
        {
            var expected = (end - partition + marks.Count - 1) / marks.Count;
            if (marks[partition].High == expected)
                continue;
            var fault = new PermanentFaultException(
                $"{topic}[{partition}] of the embedded broker ends at {marks[partition].High}, and the play journal at {expected}: somebody else has published into it. boom serve must be started again; nothing is lost.");
            _failed.TrySetException(fault);
            throw fault;
        }
    }

    async Task<DataFolder> OpenFolderAsync(string path, Action<string> warn, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return DataFolder.Open(path);
            }
            catch (DataFolderException fault) when (fault.IsInUse && _time.GetElapsedTime(began) < FolderPatience)
            {
                if (isFirst)
                    warn($"{fault.Message} Waiting for its end.");
                await Task.Delay(FolderPause, _time, cancellationToken);
            }
        }
    }
}
