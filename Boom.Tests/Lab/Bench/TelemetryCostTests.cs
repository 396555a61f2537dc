using Boom.Lab.Bench;
using Boom.Tests.Cli;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Lab.Bench;

public sealed class TelemetryCostTests
{
    [Fact]
    public void Lost_ThreePairs_IsTheMedianOfTheirRatios()
    {
        var cost = new TelemetryCost();
        foreach (var (off, on) in ((double, double)[])[(1000, 990), (500, 510), (800, 760)])
            cost.Add(Measure(off), Measure(on));

        Assert.Equal(0.01, cost.Lost.Median, 6);
        Assert.Equal(-0.02, cost.Lost.Min, 6);
        Assert.Equal(0.05, cost.Lost.Max, 6);
    }

    [Fact]
    public async Task Bench_ShortRuns_HasBothPaces()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.OfAsync("bench", "telemetry", "--alerts", "1500", "--rounds", "1", "--data", Path.Combine(folder.Path, "data"));

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"\| on \| [1-9]", run.Out);
    }

    static BenchMeasure Measure(double perSecond) => new(1000, TimeSpan.FromSeconds(1000 / perSecond), TimeSpan.FromSeconds(1), 0, 0);
}
