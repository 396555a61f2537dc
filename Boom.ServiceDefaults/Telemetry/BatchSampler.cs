using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>
/// Which traces are kept: a share of the batches. Calls on servers outside of a batch (health checks, polls of an empty queue) begin none.
/// </summary>
/// <param name="ratio">Share of the batches, 0 to 1.</param>
sealed class BatchSampler(double ratio) : Sampler
{
    readonly TraceIdRatioBasedSampler _share = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client ? new SamplingResult(SamplingDecision.Drop) : _share.ShouldSample(samplingParameters);
}
