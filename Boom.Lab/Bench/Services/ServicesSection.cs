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
    double AlertsPerSecond, double BarePerSecond, TimeSpan LongestPause, TimeSpan BareLongestPause, double? P50Seconds, double? P99Seconds,
    IReadOnlyList<(string Name, ProgramFigures Figures)> Programs)
{
    /// <summary>Pace as a share of the bare part's.</summary>
    public double Share => AlertsPerSecond / BarePerSecond;
}

/// <summary>One thing that is measured on servers, and the figures to hold it against.</summary>
/// <param name="Key">Short name, stable.</param>
/// <param name="GoalPerSecond">Alerts per second to reach; null when there is no goal.</param>
/// <param name="GoalShare">Share of the bare part that will do instead; null when there is none.</param>
/// <param name="Reference">What the Rust reference does on a machine of this class.</param>
internal sealed record ServicesSection(string Key, string Title, double? GoalPerSecond, double? GoalShare, string Reference)
{
    public const string ConsumerKey = "consumer", WorkerKey = "alert-worker", AllKey = "all", PacedKey = "paced";

    /// <summary>Keys of all sections, in order.</summary>
    public static readonly IReadOnlyList<string> Keys = [ConsumerKey, WorkerKey, AllKey, PacedKey];

    public List<ServicesRound> Rounds { get; } = [];

    /// <summary>Of the rounds that have the value.</summary>
    public Spread Spread(Func<ServicesRound, double?> value) => Bench.Spread.OfNumbers(Rounds.Select(value).OfType<double>());

    /// <summary>Whether the median reaches a goal; null when there is none.</summary>
    public bool? ReachesGoal =>
        GoalPerSecond is null && GoalShare is null
            ? null
            : Spread(round => round.AlertsPerSecond).Median >= GoalPerSecond || Spread(round => round.Share).Median >= GoalShare;
}
