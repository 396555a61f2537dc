using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Enricher.Asked;
using Boom.Hosting.Retention;
using Boom.Hosting.Stages;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boom.Enricher;

/// <summary>The enrichers: each leases candids and writes back what it finds out about the alerts. Beside them, alerts that no queue holds are looked for.</summary>
public sealed class EnricherStage() : QueueStage<EnricherOptions, EnricherTelemetry>("enricher", "alerts", EnricherOptions.Section)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> FindProblems(IConfiguration configuration) =>
        [.. base.FindProblems(configuration), .. OptionsSection.Bind(configuration, ModelsOptions.Section, new ModelsOptions())];

    /// <inheritdoc/>
    public override IEnumerable<string> Queues(Survey survey) => [QueueNames.Enrichment(survey)];

    /// <inheritdoc/>
    protected override string QueueOf(Survey survey) => QueueNames.Enrichment(survey);

    /// <inheritdoc/>
    protected override void AddServices(IServiceCollection services, IConfiguration configuration, Survey survey)
    {
        services.AddRetention(configuration);
        services.AddSection<ModelsOptions>(ModelsOptions.Section);
        services.TryAddSingleton(provider => EnrichmentInputs.Open(provider.GetRequiredService<IOptions<EnricherOptions>>().Value));
        services.AddKeyedSingleton(survey, (provider, _) => SurveyNetworks.Open(
            provider.GetRequiredService<IOptions<ModelsOptions>>().Value,
            provider.GetRequiredService<SurveyCatalog>()[survey],
            provider.GetRequiredService<IOptions<EnricherOptions>>().Value.Threads,
            provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(survey, (provider, _) => new ScoreDemand(
            provider.GetRequiredService<SurveyCatalog>()[survey],
            provider.GetRequiredService<IFilterStore>(),
            provider.GetRequiredService<StagePulses>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<EnricherStage>()));
    }

    /// <inheritdoc/>
    protected override IBatchProcessor CreateProcessor(StageContext<EnricherOptions, EnricherTelemetry> context)
    {
        var networks = context.Services.GetRequiredKeyedService<SurveyNetworks>(context.Survey.Key);
        foreach (var problem in networks.Problems.Where(context.Services.GetRequiredService<StagePulses>().Lack))
            EnricherLog.NetworkUnusable(context.Logger, problem);
        foreach (var network in networks.Set.Networks)
            context.Telemetry.Begin(context.Survey.Key, network.Key);
        var inputs = context.Services.GetRequiredService<EnrichmentInputs>();
        if (inputs.Problem is { } lack && context.Services.GetRequiredService<StagePulses>().Lack(lack))
            EnricherLog.InputUnusable(context.Logger, lack);
        var step = new EnricherStep(context.Survey, SoftwareName.Current, inputs.Settings);
        var enrichment = new AlertEnrichment(step, networks.Set, context.Store, context.Time, context.Telemetry, DemandOf(context));
        var next = context.Options.Forward
            ? new FilterHandOver(context.Survey.Key, context.Services.GetRequiredService<IFilterStore>(), context.Queues(QueueNames.Filter(context.Survey.Key)))
            : null;
        return new EnricherProcessor(enrichment, context.Store, context.Time, context.Telemetry, context.Logger, next);
    }

    /// <inheritdoc/>
    protected override int WorkersOf(StageContext<EnricherOptions, EnricherTelemetry> context) =>
        context.Options.WorkersFor(context.Services.GetRequiredKeyedService<SurveyNetworks>(context.Survey.Key).Set.Networks.Count > 0);

    /// <inheritdoc/>
    protected override Func<CancellationToken, Task> Beside(StageContext<EnricherOptions, EnricherTelemetry> context)
    {
        var queue = context.Queues(QueueNames.Enrichment(context.Survey.Key));
        var alerts = new UnenrichedAlerts(context.Survey.Key, queue, context.Store, context.Time, context.Logger);
        if (DemandOf(context) is not { } demand)
            return stopping => alerts.RunAsync(context.Options.SweepInterval, stopping);
        return stopping => Task.WhenAll(alerts.RunAsync(context.Options.SweepInterval, stopping), demand.RunAsync(context.Options.FilterRefresh, stopping));
    }

    // Filters are read only where a network runs by them.
    static ScoreDemand? DemandOf(StageContext<EnricherOptions, EnricherTelemetry> context) =>
        context.Services.GetRequiredKeyedService<SurveyNetworks>(context.Survey.Key).Set.Networks.Any(network => network.Policy.IsAsked)
            ? context.Services.GetRequiredKeyedService<ScoreDemand>(context.Survey.Key)
            : null;
}
