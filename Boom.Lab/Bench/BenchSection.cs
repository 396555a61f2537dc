namespace Boom.Lab.Bench;

/// <summary>One thing that is measured, and the figures to hold it against.</summary>
/// <param name="Key">Short name, stable.</param>
/// <param name="Title">What is measured.</param>
/// <param name="GoalPerSecond">Alerts per second to reach; null when there is no goal.</param>
/// <param name="GoalResidentBytes">Resident memory to stay within; null when there is no goal.</param>
/// <param name="Reference">What the Rust reference does on a machine of this class.</param>
internal sealed record BenchSection(string Key, string Title, double? GoalPerSecond, long? GoalResidentBytes, string Reference)
{
    /// <summary>The rounds measured so far.</summary>
    public List<BenchMeasure> Rounds { get; } = [];

    /// <summary>Smallest, middle and largest value over the rounds.</summary>
    public (double Min, double Median, double Max) Spread(Func<BenchMeasure, double> value)
    {
        var values = Rounds.Select(value).Order().ToArray();
        var middle = values.Length / 2;
        var median = values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        return (values[0], median, values[^1]);
    }
}
