namespace Boom.Lab.Bench.Filters;

/// <summary>Filters of one shape in the reference's way.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Server">The server, as it names itself.</param>
/// <param name="Filters">Filters that were tried.</param>
/// <param name="Ran">Those that the server could run.</param>
/// <param name="Refusal">What it said of the first that it could not; empty when it could all.</param>
/// <param name="Alerts">Alerts of each.</param>
/// <param name="Elapsed">Time of those that ran.</param>
/// <param name="Own">Time of the same filters on the same alerts in process, by the clock.</param>
/// <param name="Agreeing">Filters that let the same number of alerts pass here and there.</param>
internal sealed record ReferenceFigure(
    PipelineShape Shape, string Server, int Filters, int Ran, string Refusal, int Alerts, TimeSpan Elapsed, TimeSpan Own, int Agreeing)
{
    /// <summary>Evaluations per second on the server, by the clock.</summary>
    public double EvaluationsPerSecond => (double)Ran * Alerts / Elapsed.TotalSeconds;

    /// <summary>Evaluations per second in process, by the clock.</summary>
    public double OwnPerSecond => (double)Ran * Alerts / Own.TotalSeconds;
}
