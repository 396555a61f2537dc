using Boom.Lab.Bench.Services;
using Xunit;

namespace Boom.Tests.Lab.Bench.Services;

public sealed class HistogramQuantileTests
{
    static readonly Dictionary<double, double> Nothing = [];

    static SortedDictionary<double, double> After => new() { [1] = 10, [2] = 90, [4] = 100, [double.PositiveInfinity] = 100 };

    [Theory]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 1.5)]
    [InlineData(0.95, 3)]
    [InlineData(1, 4)]
    public void Between_NothingBefore_InterpolatesWithinTheBucket(double share, double expected) =>
        Assert.Equal(expected, HistogramQuantile.Between(Nothing, After, share)!.Value, 9);

    [Fact]
    public void Between_SomeBefore_CountsWhatCameSince()
    {
        var before = new Dictionary<double, double> { [1] = 10, [2] = 90, [4] = 90, [double.PositiveInfinity] = 90 };

        Assert.Equal(3, HistogramQuantile.Between(before, After, 0.5)!.Value, 9);
    }

    [Fact]
    public void Between_BeyondTheLastBound_IsThatBound()
    {
        var after = new SortedDictionary<double, double> { [1] = 1, [double.PositiveInfinity] = 10 };

        Assert.Equal(1, HistogramQuantile.Between(Nothing, after, 0.99));
    }

    [Fact]
    public void Between_NothingSince_IsNull() => Assert.Null(HistogramQuantile.Between(After, After, 0.5));

    [Fact]
    public void Between_NoBuckets_IsNull() => Assert.Null(HistogramQuantile.Between(Nothing, [], 0.5));
}
