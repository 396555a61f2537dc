using Boom.Core.Sky;
using Xunit;

namespace Boom.Tests.Core.Sky;

public sealed class HealpixTests
{
    [Theory]
    [InlineData(0, 45, 41.81031489577862)]
    [InlineData(3, 315, 41.81031489577862)]
    [InlineData(4, 0, 0)]
    [InlineData(5, 90, 0)]
    [InlineData(8, 45, -41.81031489577862)]
    [InlineData(11, 315, -41.81031489577862)]
    public void CentreNested_BaseCells_AreThoseOfTheDefinition(int cell, double ra, double dec)
    {
        var centre = Healpix.CentreNested(0, cell);
        Assert.Equal(ra, centre.RaDegrees, 1e-12);
        Assert.Equal(dec, centre.DecDegrees, 1e-12);
    }

    [Theory]
    [InlineData(0, 90, 0)]
    [InlineData(90, 90, 1)]
    [InlineData(180, 90, 2)]
    [InlineData(270, 90, 3)]
    [InlineData(0, -90, 8)]
    [InlineData(350, -90, 11)]
    [InlineData(359.9999999, 0, 4)]
    [InlineData(0, 0, 4)]
    public void CellNested_PolesAndOrigin_LieInTheirBaseCell(double ra, double dec, long cell)
        => Assert.Equal(cell, Healpix.CellNested(0, new(ra, dec)));

    /// <summary>In nested numbering the cell at the north pole of a face is its last, at the south pole its first.</summary>
    [Fact]
    public void CellNested_PolesAtOrder29_AreTheCornersOfTheirFace()
    {
        Assert.Equal((1L << 58) - 1, Healpix.CellNested(29, new(0, 90)));
        Assert.Equal(8L << 58, Healpix.CellNested(29, new(0, -90)));
    }

    [Fact]
    public void CentreNested_EveryOrder_LiesInItsCell()
    {
        var random = new Random(29);
        for (var order = 0; order <= Healpix.MaxOrder; order++)
        {
            var count = 12L << (2 * order);
            for (var trial = 0; trial < 2000; trial++)
            {
                var cell = trial < 20 ? Math.Min(count - 1, trial) : trial < 40 ? Math.Max(0, count - trial + 19) : random.NextInt64(count);
                Assert.Equal(cell, Healpix.CellNested(order, Healpix.CentreNested(order, cell)));
            }
        }
    }

    [Fact]
    public void CellNested_AllCellsOfAnOrder_HoldEqualShares()
    {
        var random = new Random(3);
        var counts = new int[12 << 4];
        const int Trials = 192_000;
        for (var trial = 0; trial < Trials; trial++)
            counts[Healpix.CellNested(2, RandomSky.Position(random))]++;
        Assert.All(counts, count => Assert.InRange(count, 800, 1200));
    }

    [Fact]
    public void CellNested_AnyPosition_IsNearItsCentre()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 100_000; trial++)
        {
            var order = random.Next(Healpix.MaxOrder + 1);
            var position = RandomSky.Position(random);
            var centre = Healpix.CentreNested(order, Healpix.CellNested(order, position));
            var radians = SkyGeometry.SeparationDegrees(position, centre) * SkyGeometry.RadiansPerDegree;
            Assert.True(radians <= HealpixCone.CellRadius / (1L << order), $"order {order}, {position}");
        }
    }

    [Theory]
    [InlineData(360, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 90.1)]
    [InlineData(double.NaN, 0)]
    public void CellNested_InvalidPosition_Throws(double ra, double dec)
        => Assert.Throws<ArgumentOutOfRangeException>(() => Healpix.CellNested(29, new(ra, dec)));
}
