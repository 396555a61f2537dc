using Boom.Lab.Bench.Services;
using Xunit;

namespace Boom.Tests.Lab.Bench.Services;

public sealed class PaceSamplesTests
{
    [Fact]
    public void MiddlePerSecond_SlowStartAndEnd_LeavesThemOut()
    {
        var pace = Of((10, 100), (11, 500), (12, 900), (30, 1000));

        Assert.Equal(400, pace.MiddlePerSecond(0, 1000));
    }

    [Fact]
    public void MiddlePerSecond_WarmUp_LeavesItOut()
    {
        var pace = Of((1, 1000), (50, 2100), (51, 2600), (52, 2900), (60, 3000));

        Assert.Equal(400, pace.MiddlePerSecond(2000, 3000));
    }

    [Fact]
    public void MiddlePerSecond_TooFewRises_TakesTheWhole() => Assert.Equal(50, Of((1, 50), (2, 100)).MiddlePerSecond(0, 100));

    [Fact]
    public void MiddlePerSecond_OneRise_IsNoNumber() => Assert.Equal(double.NaN, Of((1, 100)).MiddlePerSecond(0, 100));

    [Fact]
    public void LongestPause_LooksWithoutProgress_CountAsOnePause() =>
        Assert.Equal(TimeSpan.FromSeconds(3), Of((1, 10), (2, 10), (4, 20), (5, 30)).LongestPause(0));

    [Fact]
    public void LongestPause_PauseWhileWarmingUp_IsLeftOut() =>
        Assert.Equal(TimeSpan.FromSeconds(1), Of((1, 10), (9, 20), (10, 30)).LongestPause(20));

    static PaceSamples Of(params (int Seconds, long Done)[] looks)
    {
        var pace = new PaceSamples();
        foreach (var (seconds, done) in looks)
            pace.Add(TimeSpan.FromSeconds(seconds), done);
        return pace;
    }
}
