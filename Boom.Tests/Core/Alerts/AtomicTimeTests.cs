using Boom.Core.Alerts;
using Xunit;

namespace Boom.Tests.Core.Alerts;

public sealed class AtomicTimeTests
{
    const double Second = 1 / 86400.0;

    [Theory]
    [InlineData(54832, 33, 34)]
    [InlineData(56109, 34, 35)]
    [InlineData(57204, 35, 36)]
    [InlineData(57754, 36, 37)]
    public void OffsetSeconds_AroundALeapSecond_StepsAtMidnightUtc(double mjdUtc, int before, int after)
    {
        // Midnight UTC of the first day with the new offset is that many seconds past midnight TAI.
        var midnightTai = mjdUtc + (after * Second);

        Assert.Equal(after, AtomicTime.OffsetSeconds(midnightTai + (0.01 * Second)));
        Assert.Equal(before, AtomicTime.OffsetSeconds(midnightTai - (0.01 * Second)));
        Assert.Equal(mjdUtc + 2400000.5, AtomicTime.ToJulianDate(midnightTai + (0.0001 * Second)), 1e-9);
    }

    [Theory]
    [InlineData(41317.5, 10)]
    [InlineData(40000, 10)]
    [InlineData(51179.5, 32)]
    [InlineData(61000, 37)]
    [InlineData(90000, 37)]
    public void OffsetSeconds_BetweenLeapSeconds_IsThatOfTheTable(double mjdTai, int seconds) => Assert.Equal(seconds, AtomicTime.OffsetSeconds(mjdTai));

    [Fact]
    public void ToJulianDate_PublishedTime_IsThatOfTheReference() => Assert.Equal(2460961.732664, AtomicTime.ToJulianDate(60961.23309222222), 1e-6);

    [Fact]
    public void ToJulianDate_RandomTimes_AreExactToAFewUnitsInTheLastPlace()
    {
        var random = new Random(9);
        for (var i = 0; i < 20_000; i++)
        {
            var mjdTai = 41317 + (random.NextDouble() * 60000);
            var exact = (decimal)mjdTai + 2400000.5m - (AtomicTime.OffsetSeconds(mjdTai) / 86400m);

            Assert.Equal((double)exact, AtomicTime.ToJulianDate(mjdTai), 1e-9);
        }
    }

    [Fact]
    public void ToJulianDate_LaterTimes_AreLater()
    {
        var random = new Random(10);
        for (var i = 0; i < 20_000; i++)
        {
            var mjdTai = 57755 + (random.NextDouble() * 10000);

            Assert.True(AtomicTime.ToJulianDate(mjdTai + 1e-9) >= AtomicTime.ToJulianDate(mjdTai));
            Assert.True(AtomicTime.ToJulianDate(mjdTai + 1e-8) > AtomicTime.ToJulianDate(mjdTai));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void ToJulianDate_NoTime_IsNone(double mjdTai) => Assert.True(double.IsNaN(AtomicTime.ToJulianDate(mjdTai)));

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    [InlineData(109_999.9)]
    [InlineData(110_000.1)]
    [InlineData(15_020.5)]
    public void ToJulianDate_FarAway_IsNoOverflow(double mjdTai) => Assert.Equal(mjdTai + 2400000.5, AtomicTime.ToJulianDate(mjdTai), 1e-3);
}
