using System.Diagnostics;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.Hosting.Stages;

/// <summary>Puts a span around each batch; the processor finds it as <see cref="Activity.Current"/>.</summary>
sealed class TracedProcessor(IBatchProcessor processor, StageTelemetry telemetry, Survey survey) : IBatchProcessor
{
    public async ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken)
    {
        using var span = telemetry.StartBatch(survey, batch);
        try
        {
            await processor.ProcessAsync(batch, cancellationToken);
        }
        catch (Exception fault) when (fault is not MessagesWaitException && BatchSpan.Fail(span, fault))
        {
            throw;
        }
    }

    public ValueTask GiveUpAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken) =>
        processor.GiveUpAsync(message, reason, cancellationToken);

    public void Dispose() => processor.Dispose();
}
