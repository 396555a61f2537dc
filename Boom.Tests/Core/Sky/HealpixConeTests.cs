using Boom.Core.Sky;
using Xunit;

namespace Boom.Tests.Core.Sky;

public sealed class HealpixConeTests
{
    static readonly double[] RadiiArcsec = [0, 0.1, 1, 2, 30, 300, 3600, 36_000, 180_000, 324_000, 600_000, 648_000];

    static readonly SkyPosition[] Corners =
    [
        new(0, 90), new(0, -90), new(123, 89.9999), new(321, -89.99999), new(0, 0), new(359.99999999, 0), new(0, 41.8103148957786),
        new(45, 0), new(90, 45), new(45, 41.81), new(180, -41.81031489577863), new(270, 60), new(22.5, 41.8103148957786),
    ];

    [Fact]
    public void Cover_PositionsInTheCone_AreAllCovered()
    {
        var random = new Random(11);
        var ranges = new HealpixRange[HealpixCone.MaxRanges];
        for (var trial = 0; trial < 4000; trial++)
        {
            var centre = trial < Corners.Length * 20 ? Corners[trial % Corners.Length] : RandomSky.Position(random);
            var radius = RadiiArcsec[random.Next(RadiiArcsec.Length)];
            var count = HealpixCone.Cover(centre, radius, ranges);
            for (var i = 0; i < 50; i++)
            {
                var inside = RandomSky.Around(random, centre, radius * (i % 2 == 0 ? 1 : random.NextDouble()));
                if (SkyGeometry.SeparationArcsec(centre, inside) > radius)
                    continue;
                var cell = Healpix.Cell29(inside);
                Assert.True(ranges.AsSpan(0, count).ContainsAny(cell), $"{centre}, {radius} arcsec: {inside} is missed");
            }
        }
    }

    [Fact]
    public void Cover_RandomSky_FindsWhatBruteForceFinds()
    {
        var random = new Random(12);
        var sky = Enumerable.Range(0, 20_000).Select(_ => RandomSky.Position(random)).ToArray();
        var cells = sky.Select(Healpix.Cell29).ToArray();
        var ranges = new HealpixRange[HealpixCone.MaxRanges];
        for (var trial = 0; trial < 200; trial++)
        {
            var centre = trial < Corners.Length ? Corners[trial] : RandomSky.Position(random);
            var radius = Math.Exp(random.NextDouble() * Math.Log(324_000));
            var count = HealpixCone.Cover(centre, radius, ranges);
            for (var i = 0; i < sky.Length; i++)
            {
                if (SkyGeometry.SeparationArcsec(centre, sky[i]) <= radius)
                    Assert.True(ranges.AsSpan(0, count).ContainsAny(cells[i]), $"{centre}, {radius} arcsec: {sky[i]} is missed");
            }
        }
    }

    [Fact]
    public void Cover_AnyCone_IsAscendingDisjointAndTight()
    {
        var random = new Random(13);
        var ranges = new HealpixRange[HealpixCone.MaxRanges];
        for (var trial = 0; trial < 20_000; trial++)
        {
            var centre = trial < Corners.Length ? Corners[trial] : RandomSky.Position(random);
            var radius = Math.Exp(Math.Log(0.1) + (random.NextDouble() * Math.Log(324_000 / 0.1)));
            var count = HealpixCone.Cover(centre, radius, ranges);
            Assert.InRange(count, 1, HealpixCone.MaxRanges);
            double covered = 0;
            for (var i = 0; i < count; i++)
            {
                covered += ranges[i].Last - ranges[i].First + 1;
                Assert.True(i == 0 || ranges[i].First > ranges[i - 1].Last + 1, "ranges touch or overlap");
            }

            var share = covered / Healpix.CellCount29;
            var cone = (1 - Math.Cos(radius * SkyGeometry.RadiansPerArcsec)) / 2;
            Assert.True(share <= Math.Max(cone * 60, 1e-12), $"{centre}, {radius} arcsec: {share / cone:F0} times the cone's area");
        }
    }

    [Fact]
    public void Cover_AfterWarmUp_AllocatesNothing()
    {
        var ranges = new HealpixRange[HealpixCone.MaxRanges];
        HealpixCone.Cover(new(10, 20), 2, ranges);
        HealpixCone.Cover(new(10, 90), 7200, ranges);
        var before = GC.GetAllocatedBytesForCurrentThread();
        HealpixCone.Cover(new(33, 20), 2, ranges);
        HealpixCone.Cover(new(33, 90), 7200, ranges);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Cover_InvalidRadius_Throws(double radius)
        => Assert.Throws<ArgumentOutOfRangeException>(() => HealpixCone.Cover(new(1, 1), radius, new HealpixRange[HealpixCone.MaxRanges]));
}
