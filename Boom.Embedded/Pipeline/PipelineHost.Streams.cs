using Boom.Core.Messages;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.FilterWorker;
using Boom.FilterWorker.Streams;
using Boom.Messaging.Kafka;
using Boom.Messaging.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Pipeline;

/// <content>The filter stage, where there is one: its queue, its messages, what an earlier run has sent.</content>
public sealed partial class PipelineHost
{
    /// <summary>Whether there are filter workers, to whom the enrichers hand on.</summary>
    public bool HasFilterStage => _host.Services.GetService<IMessageSink>() is not null;

    /// <summary>Where messages are sent to, <c>host:port</c>; null when there are no filter workers.</summary>
    public string? MessageBrokers => HasFilterStage ? Stack.BootstrapServers : null;

    /// <summary>Where readers of the messages sign in; null when nobody may, or there are none.</summary>
    public string? ReadersAddress => HasFilterStage ? Stack.ReadersAddress : null;

    /// <summary>Filters, hits, and alerts that are due.</summary>
    public IFilterStore Filters => Stack.Store.Filters;

    /// <summary>Messages that the brokers have confirmed since the run began, by topic.</summary>
    public IReadOnlyDictionary<string, long> Sent =>
        _host.Services.GetService<FilterWorkerTelemetry>()?.Sent ?? new Dictionary<string, long>();

    /// <summary>Messages of earlier runs that were sent again when this one began, as the brokers of this process forget them.</summary>
    public long SentAgain { get; private set; }

    /// <summary>The filter queue of a survey.</summary>
    public ILeasedQueue Filter(Survey survey) => new ValkeyQueue(Stack.Valkey, QueueNames.Filter(survey), Time);

    // A filter that is activated later is for the next run.
    static async ValueTask<bool> HasActiveFilterAsync(PipelineSettings settings, StackStore store, CancellationToken cancellationToken) =>
        (await store.Filters.ListFiltersAsync(null, onlyActive: true, cancellationToken)).Any(filter => settings.Surveys.Contains(filter.Survey));

    // One decision for both: who hands on, and who takes it. Answers it.
    static bool AddFilterStage(HostApplicationBuilder builder, PipelineSettings settings, EmbeddedStack stack)
    {
        var hasStreams = settings.Streams || StreamsOptions.Read(builder.Configuration).Public.Enabled;
        var isOn = hasStreams || settings.HasFilters;
        builder.Configuration.AddInMemoryCollection(
        [
            new($"{StreamsOptions.Section}:{nameof(StreamsOptions.Public)}:{nameof(PublicStreamsOptions.Enabled)}", hasStreams ? "true" : "false"),
            new($"{EnricherOptions.Section}:{nameof(EnricherOptions.Forward)}", isOn ? "true" : "false"),
        ]);
        builder.Services.AddSingleton(stack.Store.Filters);
        if (!isOn)
            return false;
        builder.Services.AddSingleton(_ => new KafkaAdmin(stack.BootstrapServers, stack.Security));
        builder.Services.AddSingleton(provider => new KafkaMessageSink(
            stack.BootstrapServers, provider.GetRequiredService<KafkaAdmin>(), stack.BrokerIsEmbedded, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<KafkaMessageSink>(), stack.Security));
        if (!stack.BrokerIsEmbedded)
        {
            builder.Services.AddSingleton<IMessageSink>(provider => provider.GetRequiredService<KafkaMessageSink>());
            return true;
        }

        var options = StreamsOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(provider => new KeptMessages(
            provider.GetRequiredService<KafkaMessageSink>(),
            new MessageSegments(stack.Folder.FileOf(DataFolder.Streams), options, provider.GetRequiredService<TimeProvider>())));
        builder.Services.AddSingleton<IMessageSink>(provider => provider.GetRequiredService<KeptMessages>());
        return true;
    }

    // Before the workers, so that the order in a topic is that of the times.
    async Task SendAgainAsync(CancellationToken cancellationToken)
    {
        if (_host.Services.GetService<KeptMessages>() is { } kept)
        {
            var again = await kept.SendAgainAsync(cancellationToken);
            SentAgain = again.Sent;
            foreach (var warning in again.Warnings)
                _showWarning(warning);
        }
    }

    async Task RecoverFiltersAsync(Survey survey, CancellationToken cancellationToken)
    {
        if (HasFilterStage)
            await new UnfilteredAlerts(survey, Filter(survey), Filters, Alerts, Time).ForwardAllAsync(cancellationToken);
    }

    async ValueTask<StageStatus?> ReadFilterStatusAsync(CancellationToken cancellationToken)
    {
        if (!HasFilterStage)
            return null;
        QueueStatus waiting = default;
        foreach (var survey in _settings.Surveys)
            waiting = Add(waiting, await Filter(survey).GetStatusAsync(cancellationToken));
        return StageStatus.Behind("filter worker", "alerts", _host.Services.GetRequiredService<FilterWorkerTelemetry>().Filtered, waiting);
    }
}
