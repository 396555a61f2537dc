namespace Boom.Lab.Bench.Services;

/// <summary>One round of one section.</summary>
/// <param name="AlertsPerSecond">Pace of the middle 80 %.</param>
/// <param name="BarePerSecond">Pace of the bare part in the same round; NaN where there is none.</param>
/// <param name="LongestPause">Longest time without progress.</param>
/// <param name="BareLongestPause">The same of the bare part.</param>
/// <param name="P50Seconds">Median time from a packet's time stamp in Kafka until it is stored; null where it says nothing.</param>
/// <param name="P99Seconds">The same that 99 % do not exceed.</param>
/// <param name="Programs">What programs and servers have used, by name, in order.</param>
internal sealed record ServicesRound(
    double AlertsPerSecond,
    double BarePerSecond,
    TimeSpan LongestPause,
    TimeSpan BareLongestPause,
    double? P50Seconds,
    double? P99Seconds,
    IReadOnlyList<(string Name, ProgramFigures Figures)> Programs)
{
    /// <summary>Pace as a share of the bare part's.</summary>
    public double Share => AlertsPerSecond / BarePerSecond;
}
