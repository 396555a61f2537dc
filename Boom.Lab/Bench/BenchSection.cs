namespace Boom.Lab.Bench;

/// <summary>One thing that is measured, and the figures to hold it against.</summary>
/// <param name="Key">Short name, stable.</param>
/// <param name="GoalPerSecond">Alerts per second to reach; null when there is no goal.</param>
/// <param name="GoalResidentBytes">Resident memory to stay within; null when there is no goal.</param>
/// <param name="Reference">What the Rust reference does on a machine of this class.</param>
internal sealed record BenchSection(string Key, string Title, double? GoalPerSecond, long? GoalResidentBytes, string Reference)
{
    public List<BenchMeasure> Rounds { get; } = [];

    public Spread Spread(Func<BenchMeasure, double> value) => Bench.Spread.Of(Rounds.Select(value));
}
