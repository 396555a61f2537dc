using Boom.Core.Messages;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.FilterWorker.Filters;
using Boom.FilterWorker.Streams;
using Boom.Hosting.Clients;
using Boom.Hosting.Stages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.FilterWorker;

/// <summary>
/// The filter workers: each leases candids of enriched alerts, evaluates the active filters, and sends what passes, and the public streams, to the brokers.
/// Beside them the filters are read again from time to time, and alerts that no queue holds are looked for.
/// </summary>
public sealed class FilterWorkerStage() : QueueStage<FilterWorkerOptions, FilterWorkerTelemetry>("filter worker", "alerts", FilterWorkerOptions.Section)
{
    // The map that the enrichers have: public statistics are theirs, computed from public points.
    const string FootprintKey = "Enricher:Footprint";

    static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override IReadOnlyList<string> FindProblems(IConfiguration configuration)
    {
        var problems = new List<string>(base.FindProblems(configuration));
        StreamsOptions.Read(configuration, problems);
        return problems;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Queues(Survey survey) => [QueueNames.Filter(survey)];

    /// <inheritdoc/>
    public override void AddClients(IHostApplicationBuilder builder)
    {
        var options = StreamsOptions.Read(builder.Configuration);
        builder.AddBoomKafkaProducer(options.BrokerIsEmbedded, options.Folder is not { } folder ? null : (provider, broker) =>
            new KeptMessages(broker, new MessageSegments(folder, options, provider.GetRequiredService<TimeProvider>())));
    }

    /// <inheritdoc/>
    protected override string QueueOf(Survey survey) => QueueNames.Filter(survey);

    /// <inheritdoc/>
    protected override void AddServices(IServiceCollection services, IConfiguration configuration, Survey survey)
    {
        services.TryAddSingleton(provider => StreamsOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.TryAddSingleton(provider => ReadFootprint(provider));
        services.TryAddSingleton<IFilterEngine>(provider => new FilterEngine(provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(survey, (provider, _) => new ActiveFilters(
            provider.GetRequiredService<SurveyCatalog>()[survey],
            provider.GetRequiredService<IFilterStore>(),
            provider.GetRequiredService<IFilterEngine>(),
            provider.GetRequiredService<StagePulses>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf(provider)));
        services.AddKeyedSingleton(survey, (provider, _) => new StreamTopics(
            provider.GetRequiredService<IMessageSink>(),
            TopicsOf(provider, survey),
            LoggerOf(provider)));
    }

    /// <inheritdoc/>
    protected override IBatchProcessor CreateProcessor(StageContext<FilterWorkerOptions, FilterWorkerTelemetry> context)
    {
        var survey = context.Survey;
        var surveys = context.Services.GetRequiredService<SurveyCatalog>();
        var stream = context.Services.GetRequiredService<StreamsOptions>().Public.Enabled
            ? PublicStream.Of(survey, surveys, context.Services.GetRequiredService<EnrichmentSettings>())
            : null;
        context.Telemetry.Begin(survey.Key, TopicsOf(context.Services, survey.Key));
        var step = new FilterStep(survey, surveys, stream, context.Options.AllPhotometry, context.Options.BudgetMicroseconds, context.Time);
        return new FilterProcessor(ServicesOf(context), step, context.Logger);
    }

    /// <inheritdoc/>
    protected override Func<CancellationToken, Task> Beside(StageContext<FilterWorkerOptions, FilterWorkerTelemetry> context)
    {
        var services = ServicesOf(context);
        var lost = new UnfilteredAlerts(
            context.Survey.Key, context.Queues(QueueNames.Filter(context.Survey.Key)), services.FilterStore, context.Store, context.Time, context.Logger);
        return stopping => Task.WhenAll(lost.RunAsync(context.Options.SweepInterval, stopping), RefreshAsync(services, context.Logger, stopping));
    }

    // Topics are there before the first alert, for those who wait for it.
    static async Task RefreshAsync(FilterServices services, ILogger logger, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                try
                {
                    await services.Topics.EnsureAsync(stopping);
                    await services.Filters.RefreshAsync(stopping);
                }
                catch (Exception fault) when (fault is PermanentFaultException || TransientFaultException.Of(fault, stopping) is not null)
                {
                    FilterWorkerLog.RefreshPutOff(logger, fault.Message);
                }

                await WriteAsync(services, logger, stopping);
                await Task.Delay(services.Options.Refresh, services.Time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop; what has been counted is kept, if the store takes it at once.
            using var limit = new CancellationTokenSource(LastWrite, services.Time);
            await WriteAsync(services, logger, limit.Token);
        }
    }

    // Filters run whether or not their costs can be kept.
    static async Task WriteAsync(FilterServices services, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await services.Filters.KeepSuspensionsAsync(cancellationToken);
            await services.Filters.Costs.WriteAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is PermanentFaultException or TransientFaultException or OperationCanceledException)
        {
            FilterWorkerLog.CostsPutOff(logger, fault.Message);
        }
    }

    static FilterServices ServicesOf(StageContext<FilterWorkerOptions, FilterWorkerTelemetry> context) => new(
        context.Survey,
        context.Store,
        context.Services.GetRequiredService<IFilterStore>(),
        context.Services.GetRequiredKeyedService<ActiveFilters>(context.Survey.Key),
        context.Services.GetRequiredService<IMessageSink>(),
        context.Services.GetRequiredKeyedService<StreamTopics>(context.Survey.Key),
        context.Options,
        context.Telemetry,
        context.Time,
        context.Queues(QueueNames.Enrichment(context.Survey.Key)));

    static IReadOnlyList<StreamTopic> TopicsOf(IServiceProvider provider, Survey survey) => provider.GetRequiredService<StreamsOptions>().TopicsOf(provider.GetRequiredService<SurveyCatalog>()[survey]);

    // Without the map, what depends on it is unknown.
    static EnrichmentSettings ReadFootprint(IServiceProvider provider)
    {
        if (provider.GetRequiredService<IConfiguration>()[FootprintKey] is not { Length: > 0 } path)
            return EnrichmentSettings.None;
        try
        {
            return new EnrichmentSettings(SkyFootprint.Read(path));
        }
        catch (SkyFootprintException fault)
        {
            var lack = $"{FootprintKey}: {fault.Message.TrimEnd('.')}; public flags that need it are null until then";
            if (provider.GetRequiredService<StagePulses>().Lack(lack))
                FilterWorkerLog.FilterUnusable(LoggerOf(provider), lack);
            return EnrichmentSettings.None;
        }
    }

    static ILogger LoggerOf(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger<FilterWorkerStage>();
}
