namespace Boom.Lab.Bench.Filters;

/// <summary>What one round of one shape has taken, on one thread.</summary>
/// <param name="Alerts">Alerts looked at.</param>
/// <param name="Evaluations">Evaluations: an alert and a filter each.</param>
/// <param name="Passed">Evaluations that passed.</param>
/// <param name="Errors">Evaluations that failed by an error in the data.</param>
/// <param name="Elapsed">Time, the building of field indexes included.</param>
/// <param name="Processor">Processor time of the thread; null where the system does not tell.</param>
/// <param name="LoadBytes">Memory allocated by taking alerts in hand.</param>
/// <param name="EvaluateBytes">Memory allocated by evaluations.</param>
internal readonly record struct FilterMeasure(
    long Alerts, long Evaluations, long Passed, long Errors, TimeSpan Elapsed, TimeSpan? Processor, long LoadBytes, long EvaluateBytes)
{
    /// <summary>Evaluations per second by the clock.</summary>
    public double EvaluationsPerSecond => Evaluations / Elapsed.TotalSeconds;

    /// <summary>Evaluations per second of processor time.</summary>
    public double EvaluationsPerCoreSecond => Evaluations / (Processor ?? Elapsed).TotalSeconds;

    /// <summary>Alerts per second of processor time.</summary>
    public double AlertsPerCoreSecond => Alerts / (Processor ?? Elapsed).TotalSeconds;

    /// <summary>Bytes allocated per evaluation, without those of taking alerts in hand.</summary>
    public double BytesPerEvaluation => Evaluations > 0 ? (double)EvaluateBytes / Evaluations : 0;

    public static FilterMeasure operator +(FilterMeasure left, FilterMeasure right) => new(
        left.Alerts + right.Alerts, left.Evaluations + right.Evaluations, left.Passed + right.Passed, left.Errors + right.Errors, left.Elapsed + right.Elapsed,
        left.Alerts == 0 ? right.Processor : left.Processor + right.Processor, left.LoadBytes + right.LoadBytes, left.EvaluateBytes + right.EvaluateBytes);
}
