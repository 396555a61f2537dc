using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Hosting.Stages;

namespace Boom.Enricher;

/// <summary>The enrichers: each leases candids and writes back what it finds out about the alerts. Beside them, alerts that no queue holds are looked for.</summary>
public sealed class EnricherStage() : QueueStage<EnricherOptions, EnricherTelemetry>("enricher", "alerts", EnricherOptions.Section)
{
    /// <inheritdoc/>
    public override IEnumerable<string> Queues(Survey survey) => [QueueNames.Enrichment(survey)];

    /// <inheritdoc/>
    protected override string QueueOf(Survey survey) => QueueNames.Enrichment(survey);

    /// <inheritdoc/>
    protected override IBatchProcessor CreateProcessor(StageContext<EnricherOptions, EnricherTelemetry> context) => new EnricherProcessor(
        new EnricherStep(context.Survey, SoftwareName.Current), context.Store, context.Time, context.Telemetry, context.Logger);

    /// <inheritdoc/>
    protected override Func<CancellationToken, Task> Beside(StageContext<EnricherOptions, EnricherTelemetry> context)
    {
        var queue = context.Queues(QueueNames.Enrichment(context.Survey.Key));
        var alerts = new UnenrichedAlerts(context.Survey.Key, queue, context.Store, context.Time, context.Logger);
        return stopping => alerts.RunAsync(context.Options.SweepInterval, stopping);
    }
}
