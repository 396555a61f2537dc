namespace Boom.Lab.Bench.Services;

/// <summary>One thing that is measured on servers, and the figures to hold it against.</summary>
/// <param name="Key">Short name, stable.</param>
/// <param name="Title">What is measured.</param>
/// <param name="GoalPerSecond">Alerts per second to reach; null when there is no goal.</param>
/// <param name="GoalShare">Share of the bare part that will do instead; null when there is none.</param>
/// <param name="Reference">What the Rust reference does on a machine of this class.</param>
internal sealed record ServicesSection(string Key, string Title, double? GoalPerSecond, double? GoalShare, string Reference)
{
    public const string ConsumerKey = "consumer", WorkerKey = "alert-worker", AllKey = "all", PacedKey = "paced";

    /// <summary>Keys of all sections, in order.</summary>
    public static readonly IReadOnlyList<string> Keys = [ConsumerKey, WorkerKey, AllKey, PacedKey];

    /// <summary>The rounds measured so far.</summary>
    public List<ServicesRound> Rounds { get; } = [];

    /// <summary>Smallest, middle and largest value over the rounds.</summary>
    public Spread Spread(Func<ServicesRound, double?> value) => Services.Spread.Of(Rounds.Select(round => value(round) ?? double.NaN));

    /// <summary>Whether the median reaches a goal; null when there is none.</summary>
    public bool? ReachesGoal =>
        GoalPerSecond is null && GoalShare is null
            ? null
            : Spread(round => round.AlertsPerSecond).Median >= GoalPerSecond || Spread(round => round.Share).Median >= GoalShare;
}
