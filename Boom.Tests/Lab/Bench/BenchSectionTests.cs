using Boom.Lab.Bench;
using Xunit;

namespace Boom.Tests.Lab.Bench;

public sealed class BenchSectionTests
{
    [Theory]
    [InlineData(new[] { 3, 1, 2 }, 1, 2, 3)]
    [InlineData(new[] { 4, 1, 3, 2 }, 1, 2.5, 4)]
    [InlineData(new[] { 7 }, 7, 7, 7)]
    public void Spread_Rounds_AreOrdered(int[] alerts, double min, double median, double max)
    {
        var section = new BenchSection("key", "title", null, null, "");
        foreach (var count in alerts)
            section.Rounds.Add(new BenchMeasure(count, TimeSpan.FromSeconds(1), TimeSpan.Zero, 0, 0));

        Assert.Equal(new Spread(min, median, max), section.Spread(round => round.AlertsPerSecond));
    }
}
