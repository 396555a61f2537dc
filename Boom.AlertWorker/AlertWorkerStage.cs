using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Hosting.Stages;

namespace Boom.AlertWorker;

/// <summary>The alert workers: each leases packets, stores their alerts and hands the candids on.</summary>
public sealed class AlertWorkerStage() : QueueStage<AlertWorkerOptions, AlertWorkerTelemetry>("alert worker", "packets", AlertWorkerOptions.Section)
{
    /// <inheritdoc/>
    public override IEnumerable<string> Queues(Survey survey) => [QueueNames.Packets(survey), QueueNames.Enrichment(survey)];

    /// <inheritdoc/>
    protected override string QueueOf(Survey survey) => QueueNames.Packets(survey);

    /// <inheritdoc/>
    protected override IBatchProcessor CreateProcessor(StageContext<AlertWorkerOptions, AlertWorkerTelemetry> context) => new AlertProcessor(
        new AlertStep(context.Survey, SoftwareName.Current),
        context.Store,
        context.Queues(QueueNames.Enrichment(context.Survey.Key)),
        context.Time,
        context.Telemetry,
        context.Logger);
}
