using Boom.Core.Sky;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Sky;

public sealed class SkyFootprintTests : IDisposable
{
    const long Cell11 = 1L << 36;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Contains_RandomRanges_AgreesWithEachRange()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            HealpixRange[] ranges = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Range(random))];
            var footprint = SkyFootprint.Of(ranges);
            for (var i = 0; i < 200; i++)
            {
                var place = i % 2 == 0 ? RandomPlace(random) : Healpix.CentreNested(29, ranges[random.Next(ranges.Length)].First);
                Assert.Equal(Array.Exists(ranges, range => range.Contains(Healpix.Cell29(place))), footprint.Contains(place));
            }
        }
    }

    [Fact]
    public void Of_RangesThatTouchAndOverlap_AreOneAndCountOnce()
    {
        var footprint = SkyFootprint.Of([new(200, 299), new(0, 99), new(100, 149), new(250, 399), new(260, 270)]);

        Assert.Equal((2, 350.0 / Healpix.CellCount29), (footprint.RangeCount, footprint.SkyFraction));
    }

    [Fact]
    public void Read_MapOfRanges_HasThem()
    {
        var footprint = Read(MocFiles.OfRanges(0, Cell11, 5 * Cell11, 7 * Cell11, 7 * Cell11, 8 * Cell11));

        Assert.Equal((2, 4.0 / (12L << 22)), (footprint.RangeCount, footprint.SkyFraction));
        for (var cell = 0; cell < 10; cell++)
            Assert.Equal(cell is 0 or 5 or 6 or 7, footprint.Contains(Healpix.CentreNested(11, cell)));
    }

    [Fact]
    public void Read_MapOfCells_HasTheSameRanges()
    {
        // Cell 3 of order 0, cells 7 and 6 of order 1, cell 40 of order 29.
        var footprint = Read(MocFiles.OfCells(4 + 3, 16 + 7, 16 + 6, (4L << 58) + 40));

        Assert.Equal(3, footprint.RangeCount);
        Assert.Equal((1 / 12.0) + (2 / 48.0), footprint.SkyFraction, 1e-12);
        Assert.True(footprint.Contains(Healpix.CentreNested(0, 3)) && footprint.Contains(Healpix.CentreNested(1, 6)) && footprint.Contains(Healpix.CentreNested(29, 40)));
        Assert.False(footprint.Contains(Healpix.CentreNested(1, 5)) || footprint.Contains(Healpix.CentreNested(29, 41)));
    }

    [Fact]
    public void Read_CellsOfFourBytes_AreRead()
    {
        var cards = MocFiles.Cards(1, "'NUNIQ   '", "'1J      '");

        Assert.Equal(1 / 12.0, Read(MocFiles.File(cards, [0, 0, 0, 4])).SkyFraction);
    }

    [Theory]
    [InlineData("ORDERING", "'NESTED  '", "has ORDERING 'NESTED'")]
    [InlineData("ORDERING", "", "has ORDERING ''")]
    [InlineData("COORDSYS", "'G       '", "has COORDSYS 'G'")]
    [InlineData("MOCDIM", "'TIME    '", "has MOCDIM 'TIME'")]
    [InlineData("XTENSION", "'IMAGE   '", "without a table")]
    [InlineData("TFORM1", "'1D      '", "the first of form '1D'")]
    [InlineData("TFIELDS", "2", "has 2 columns")]
    [InlineData("NAXIS2", "0", "covers nothing")]
    [InlineData("NAXIS2", "1001", "ends in row 361 of 1001")]
    [InlineData("NAXIS2", "9223372036854775807", "ends in row 361")]
    [InlineData("NAXIS2", "3", "has 3 bounds")]
    [InlineData("NAXIS2", "x", "not a whole number")]
    public void Read_OtherMeaning_IsRefused(string keyword, string value, string expected)
    {
        var cards = MocFiles.Cards(2);
        cards[keyword] = value;

        AssertRefused(MocFiles.File(cards, [.. MocFiles.Bytes(0), .. MocFiles.Bytes(Cell11)]), expected);
    }

    [Theory]
    [InlineData(new[] { 5L, 5L }, "rows 1 and 2 the range 5 to 5")]
    [InlineData(new[] { 5L, 4L }, "rows 1 and 2")]
    [InlineData(new[] { -1L, 4L }, "rows 1 and 2")]
    [InlineData(new[] { 10L, 20L, 15L, 30L }, "rows 3 and 4")]
    [InlineData(new[] { 10L, 20L, 0L, 5L }, "rows 3 and 4")]
    [InlineData(new[] { 10L, long.MaxValue }, "rows 1 and 2")]
    public void Read_RangesOutOfOrder_AreRefused(long[] bounds, string expected) => AssertRefused(MocFiles.OfRanges(bounds), expected);

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(16L << 58)]
    [InlineData(long.MaxValue)]
    public void Read_NumberThatIsNoCell_IsRefused(long cell) => AssertRefused(MocFiles.OfCells(7, cell), $"has {cell} in row 2");

    [Fact]
    public void Read_NoFitsFile_IsRefused()
    {
        AssertRefused("not a map"u8.ToArray(), "is no coverage map in FITS");
        AssertRefused([], "is no coverage map in FITS");
        AssertRefused(MocFiles.OfRanges(0, 1)[..3000], "is no coverage map in FITS");
        var missing = Assert.Throws<SkyFootprintException>(() => SkyFootprint.Read(Path.Combine(_folder.Path, "none.fits")));
        Assert.Equal($"the footprint {Path.Combine(_folder.Path, "none.fits")} is not there. Give a coverage map (MOC) in FITS.", missing.Message);
        Assert.Throws<SkyFootprintException>(() => SkyFootprint.Read(_folder.Path));
    }

    [Fact]
    public void Read_DamagedMaps_AreReadOrRefused()
    {
        var random = new Random(7);
        byte[][] maps = [MocFiles.OfRanges(0, Cell11, 5 * Cell11, 6 * Cell11), MocFiles.OfCells(7, 23, 22)];
        var refused = 0;
        for (var round = 0; round < 2000; round++)
        {
            byte[] map = [.. maps[round % 2]];
            if (round % 5 == 0)
                map = map[..random.Next(map.Length)];
            for (var flips = random.Next(1, 8); flips > 0 && map.Length > 0; flips--)
                map[random.Next(map.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.InRange(Read(map).SkyFraction, 0, 1);
            }
            catch (SkyFootprintException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 200, 1999);
    }

    [Theory]
    [InlineData(150, 30, true)]
    [InlineData(265.05, -32.25, false)]
    [InlineData(295.3031995, -10.3958989, true)]
    [InlineData(0.3, 0.2, true)]
    [InlineData(45, 0.5, true)]
    [InlineData(180.3, 0.2, true)]
    [InlineData(181, 60.5, true)]
    [InlineData(10, -20, true)]
    [InlineData(60, -50, true)]
    [InlineData(30, -85, true)]
    [InlineData(143.7976, 83.9735, true)]
    [InlineData(1, 89, false)]
    [InlineData(83.633, 22.0145, false)]
    [InlineData(350, 35, false)]
    [InlineData(266.4, -29.0, false)]
    [InlineData(192.86, 27.13, true)]
    [InlineData(12.86, -27.13, true)]
    public void Contains_LegacySurveys_AgreesWithTheCheckPoints(double ra, double dec, bool expected) =>
        Assert.Equal(expected, LegacySurveys().Contains(new SkyPosition(ra, dec)));

    [Fact]
    public void Read_LegacySurveys_HasItsRangesAndArea()
    {
        var footprint = LegacySurveys();

        Assert.Equal((23209, 33_916_065.0 / 50_331_648), (footprint.RangeCount, footprint.SkyFraction));
    }

    static SkyFootprint LegacySurveys()
    {
        var path = Path.Combine(TestData.Require(), "..", "footprint", "ls_footprint_moc.fits");
        Assert.SkipUnless(File.Exists(path), "The footprint of the Legacy Surveys is not beside the real packets.");
        return SkyFootprint.Read(path);
    }

    SkyFootprint Read(byte[] map)
    {
        var path = Path.Combine(_folder.Path, "map.fits");
        File.WriteAllBytes(path, map);
        return SkyFootprint.Read(path);
    }

    void AssertRefused(byte[] map, string expected)
    {
        var fault = Assert.Throws<SkyFootprintException>(() => Read(map));

        Assert.Contains(expected, fault.Message);
        Assert.StartsWith($"the footprint {Path.Combine(_folder.Path, "map.fits")} ", fault.Message);
    }

    static HealpixRange Range(Random random)
    {
        var first = random.NextInt64(Healpix.CellCount29);
        return new HealpixRange(first, Math.Min(Healpix.CellCount29 - 1, first + random.NextInt64(Healpix.CellCount29 / 20)));
    }

    static SkyPosition RandomPlace(Random random) => new(random.NextDouble() * 360, Math.Asin((2 * random.NextDouble()) - 1) * 180 / Math.PI);
}
