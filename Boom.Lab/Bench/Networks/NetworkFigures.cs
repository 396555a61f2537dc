using System.Globalization;
using Boom.Simulation;

namespace Boom.Lab.Bench.Networks;

/// <summary>What networks cost in the enricher, and the ratios to hold it to: each of one round, the middle of them given.</summary>
/// <param name="Networks">Keys of the networks.</param>
/// <param name="Sections">What was measured.</param>
internal sealed record NetworkFigures(IReadOnlyList<string> Networks, IReadOnlyList<BenchSection> Sections)
{
    /// <summary>Ratios of rates within rounds, and their goals.</summary>
    public IReadOnlyList<RateRatio> Ratios =>
    [
        Ratio("enricher on one thread, of the bare networks there", "enrich-1", "bare-1", 0.95),
        Ratio("enricher on two threads, of the bare networks there", "enrich-2", "bare-2", 0.90),
        Ratio("enricher on two threads, of that on one", "enrich-2", "enrich-1", 1.8),
        Ratio("enricher with the policy, of that without", "enrich-policy", "enrich-2", 10),
        Ratio("cost of the inputs, of the least for the stamps", "stamps-floor", "inputs", 1.15, isAtMost: true),
    ];

    public void WriteText(TextWriter output, MachineDescription machine, int alerts)
    {
        BenchOutput.WriteText(output, machine, new SimulationOptions { Alerts = alerts }, Sections);
        output.WriteLine();
        output.WriteLine($"Networks: {string.Join(", ", Networks)}.");
        output.WriteLine();
        output.WriteLine("| ratio | min | median | max | goal |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (var ratio in Ratios)
            output.WriteLine($"| {ratio.Title} | {Number(ratio.Spread.Min)} | {Number(ratio.Spread.Median)} | {Number(ratio.Spread.Max)} | {(ratio.IsAtMost ? "≤" : "≥")} {Number(ratio.Goal)} |");
    }

    public void WriteJson(TextWriter output, MachineDescription machine, int alerts) => LabJson.Write(output, new NetworkFiguresJson(
        machine, alerts, Networks, Sections.Select(BenchSectionJson.Of),
        Ratios.Select(ratio => new RateRatioJson(ratio.Title, ratio.Spread.Min, ratio.Spread.Median, ratio.Spread.Max, ratio.Goal, ratio.IsAtMost))));

    static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    RateRatio Ratio(string title, string above, string below, double goal, bool isAtMost = false) => new(
        title,
        Spread.Of(Of(above).Rounds.Zip(Of(below).Rounds, (one, other) => one.AlertsPerSecond / other.AlertsPerSecond)),
        goal, isAtMost);

    BenchSection Of(string key) => Sections.Single(section => section.Key == key);
}

/// <summary>A ratio of two rates over the rounds.</summary>
internal sealed record RateRatio(string Title, Spread Spread, double Goal, bool IsAtMost);
