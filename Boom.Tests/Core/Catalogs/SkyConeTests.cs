using Boom.Core.Catalogs;
using Boom.Core.Sky;
using Boom.Tests.Core.Sky;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Catalogs;

public sealed class SkyConeTests : IDisposable
{
    static readonly SkyPosition[] Corners =
    [
        new(0, 90), new(0, -90), new(123, 89.9999999), new(321, -89.99999), new(200, 90), new(0, 0), new(Math.BitDecrement(360.0), 0),
        new(359.99999999, -45), new(0, 41.810314895778596), new(45, 0), new(90, 45), new(45, 41.81), new(180, -41.81031489577863), new(270, 60),
        new(22.5, 41.8103148957786), new(67.5, 0), new(359.9, 89.5), new(90, 89.9), new(45, 90 - 1e-10), new(135, -0.0),
    ];

    static readonly double[] RadiiArcsec = [0, 1e-9, 1e-6, 1e-3, 1, 2, 30, 300, 3600, 20_000, 36_000, 180_000, 324_000, 500_000, 647_999.999, 648_000, 1e9, double.PositiveInfinity];

    readonly TemporaryFolder _folder = new();
    readonly SkyHits _hits = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 4000)]
    [InlineData(1, 12_000)]
    [InlineData(2, 16_000)]
    [InlineData(3, 20_000)]
    [InlineData(40, 24_000)]
    [InlineData(130, 20_000)]
    [InlineData(300, 10_000)]
    public void FindCone_SmallAdversarialTable_FindsWhatBruteForceFinds(int rows, int cones)
    {
        var random = new Random(rows + 1);
        const int Tables = 10;
        for (var i = 0; i < Tables; i++)
            Compare(Adversarial(random, rows), random, cones / Tables);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FindCone_ManyRows_FindsWhatBruteForceFinds(int seed)
    {
        var random = new Random(seed);
        var rows = new SkyPosition[6000];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = RandomSky.Position(random);
        Compare(rows, random, 400);
    }

    [Theory]
    [InlineData(3, 210.3, 12.7, 2000)]
    [InlineData(4, 0, 0, 20_000)]
    [InlineData(5, 45, 90, 500)]
    [InlineData(6, 90, -90, 40_000)]
    [InlineData(7, 359.9999, 41.81031, 1)]
    public void FindCone_AllRowsInOneField_FindsWhatBruteForceFinds(int seed, double ra, double dec, double fieldArcsec)
    {
        // A field fills few cells of the index, which the keys narrow.
        var random = new Random(seed);
        var rows = new SkyPosition[6000];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i % 50 == 49 ? rows[random.Next(i)] : RandomSky.Around(random, new(ra, dec), fieldArcsec * Math.Sqrt(random.NextDouble()));
        Compare(rows, random, 300, fieldArcsec);
    }

    [Fact]
    public void FindCone_RadiusThatIsTheSeparation_IsInclusive()
    {
        var random = new Random(9);
        var rows = Adversarial(random, 300);
        using var table = TestTables.Build(_folder.Path, rows);
        for (var trial = 0; trial < 8000; trial++)
        {
            var row = random.NextInt64(table.RowCount);
            var centre = trial % 2 == 0 ? RandomSky.Around(random, table.PositionOf(row), RadiiArcsec[random.Next(8)]) : Corners[random.Next(Corners.Length)];
            var separation = SkyGeometry.SeparationArcsec(centre, table.PositionOf(row));
            table.FindCone(centre, separation, _hits);
            Assert.True(_hits.Items.Contains(new SkyHit(row, separation)));
            if (separation == 0)
                continue;
            table.FindCone(centre, Math.BitDecrement(separation), _hits);
            Assert.False(_hits.Items.Contains(new SkyHit(row, separation)));
        }
    }

    [Theory]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(0, double.NaN, 1)]
    [InlineData(360, 0, 1)]
    [InlineData(-1e-9, 0, 1)]
    [InlineData(0, 90.0001, 1)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, 1)]
    [InlineData(1, 1, double.NaN)]
    [InlineData(1, 1, -1)]
    public void FindCone_CentreOrRadiusThatIsNone_FindsNothing(double ra, double dec, double radius)
    {
        using var table = TestTables.Build(_folder.Path, [new(0, 0), new(1, 1)]);
        table.FindCone(new(1, 1), 10, _hits);
        Assert.Equal(0, table.FindCone(new(ra, dec), radius, _hits));
        Assert.Equal(0, _hits.Count);
    }

    [Fact]
    public void FindCone_AfterWarmUp_AllocatesNothing()
    {
        var random = new Random(10);
        var rows = Adversarial(random, 3000);
        using var table = TestTables.Build(_folder.Path, rows);
        table.FindCone(new(10, 10), 648_000, _hits);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var trial = 0; trial < 300; trial++)
            table.FindCone(Corners[trial % Corners.Length], RadiiArcsec[trial % RadiiArcsec.Length], _hits);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Rows at the corners of the sphere, near them and each other, opposite of each other, twice and anywhere.</summary>
    static SkyPosition[] Adversarial(Random random, int count)
    {
        var rows = new SkyPosition[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = random.Next(6) switch
            {
                0 => Corners[random.Next(Corners.Length)],
                1 when i > 0 => rows[random.Next(i)],
                2 when i > 0 => RandomSky.Around(random, rows[random.Next(i)], RadiiArcsec[random.Next(12)]),
                3 when i > 0 => Opposite(rows[random.Next(i)]),
                4 => RandomSky.Around(random, Corners[random.Next(Corners.Length)], RadiiArcsec[random.Next(12)] * random.NextDouble()),
                _ => RandomSky.Position(random),
            };
        }

        return rows;
    }

    static SkyPosition Opposite(SkyPosition position) => new(position.RaDegrees >= 180 ? position.RaDegrees - 180 : position.RaDegrees + 180, -position.DecDegrees);

    void Compare(SkyPosition[] rows, Random random, int cones, double fieldArcsec = 0)
    {
        using var table = TestTables.Build(_folder.Path, rows, wide: random.Next(4) == 0);
        var sorted = TestTables.Order(rows).Select(place => rows[place]).ToArray();
        var expected = new List<SkyHit>();
        for (var trial = 0; trial < cones; trial++)
        {
            var centre = Centre(sorted, random);
            var radius = Radius(sorted, centre, random, fieldArcsec);
            expected.Clear();
            for (var row = 0; row < sorted.Length; row++)
            {
                var separation = SkyGeometry.SeparationArcsec(centre, sorted[row]);
                if (separation <= radius)
                    expected.Add(new(row, separation));
            }

            expected.Sort((left, right) => (left.DistanceArcsec, left.Row).CompareTo((right.DistanceArcsec, right.Row)));
            Assert.Equal(expected.Count, table.FindCone(centre, radius, _hits));
            Assert.True(_hits.Items.SequenceEqual(expected.ToArray()), $"{centre}, {radius:R} arcsec of {rows.Length} rows");
        }
    }

    static SkyPosition Centre(SkyPosition[] rows, Random random) => random.Next(rows.Length == 0 ? 2 : 5) switch
    {
        0 => RandomSky.Position(random),
        1 => Corners[random.Next(Corners.Length)],
        2 => rows[random.Next(rows.Length)],
        3 => Opposite(rows[random.Next(rows.Length)]),
        _ => RandomSky.Around(random, rows[random.Next(rows.Length)], RadiiArcsec[random.Next(12)]),
    };

    static double Radius(SkyPosition[] rows, SkyPosition centre, Random random, double fieldArcsec) => random.Next(4) switch
    {
        0 when rows.Length > 0 => Nudge(SkyGeometry.SeparationArcsec(centre, rows[random.Next(rows.Length)]), random),
        1 => Math.Exp(Math.Log(1e-3) + (random.NextDouble() * Math.Log(648_000 / 1e-3))),
        2 when fieldArcsec > 0 => fieldArcsec * Math.Pow(random.NextDouble(), 3),
        _ => RadiiArcsec[random.Next(RadiiArcsec.Length)],
    };

    static double Nudge(double value, Random random) => random.Next(3) switch
    {
        0 => value,
        1 => Math.BitIncrement(value),
        _ => Math.Max(0, Math.BitDecrement(value)),
    };
}
