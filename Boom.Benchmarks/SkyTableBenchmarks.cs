using BenchmarkDotNet.Attributes;
using Boom.Core.Catalogs;
using Boom.Core.Sky;

namespace Boom.Benchmarks;

/// <summary>
/// Cones on a table of 1,900,000 rows whose file is in the cache, one thread. The goal is 2 µs (500,000/s) at 300″ and 0.5 µs (2,000,000/s) at 2″, on a table
/// that is spread evenly and on one that crowds at the galactic plane as stars do, at places anywhere and at rows of the table.
/// </summary>
[MemoryDiagnoser]
public class SkyTableBenchmarks
{
    const int Rows = 1_900_000;
    const int Cones = 500_000;

    readonly SkyPosition[] _centres = new SkyPosition[Cones];
    readonly SkyHits _hits = new();
    DirectoryInfo? _folder;
    SkyTable? _table;

    /// <summary>Whether rows crowd at the galactic plane.</summary>
    [Params(false, true)]
    public bool Crowded { get; set; }

    /// <summary>Whether cones are at rows of the table, or anywhere.</summary>
    [Params(false, true)]
    public bool AtRows { get; set; }

    /// <summary>Radius of the cones in seconds of arc.</summary>
    [Params(2.0, 300.0)]
    public double RadiusArcsec { get; set; }

    /// <summary>Builds the table and chooses the places.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("boom-benchmark-");
        var random = new Random(5);
        var path = SkyTableFiles.PathOf(_folder.FullName, "table");
        SkyColumn[] columns = [new("z", SkyColumnType.Float64)];
        using (var builder = new SkyTableBuilder(new("table", "1", "benchmark", DateTimeOffset.UnixEpoch), columns, new() { TempFolder = _folder.FullName }))
        {
            var row = new SkyRow(columns);
            for (var i = 0; i < Rows; i++)
            {
                row.Position = Crowded ? NearThePlane(random) : Anywhere(random);
                row.SetFloat64(0, i);
                builder.Add(row);
            }

            builder.Complete(path, null, CancellationToken.None);
        }

        _table = SkyTable.Open(path);
        for (var i = 0; i < Cones; i++)
            _centres[i] = AtRows ? _table.PositionOf(random.NextInt64(Rows)) : Anywhere(random);
    }

    /// <summary>Removes the table.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _table?.Dispose();
        _folder?.Delete(recursive: true);
    }

    /// <summary>One cone.</summary>
    [Benchmark(OperationsPerInvoke = Cones)]
    public long FindCone()
    {
        long found = 0;
        foreach (var centre in _centres)
            found += _table!.FindCone(centre, RadiusArcsec, _hits);
        return found;
    }

    static SkyPosition Anywhere(Random random)
        => new(random.NextDouble() * 360, Math.Asin((2 * random.NextDouble()) - 1) / SkyGeometry.RadiansPerDegree);

    /// <summary>Three of ten anywhere, the others with an exponential density of 5° in galactic latitude, twice as many towards the centre.</summary>
    static SkyPosition NearThePlane(Random random)
    {
        if (random.NextDouble() < 0.3)
            return Anywhere(random);
        double latitude;
        do
            latitude = -Math.Log(1 - random.NextDouble()) * 5 * SkyGeometry.RadiansPerDegree * ((2 * random.Next(2)) - 1);
        while (Math.Abs(latitude) > Math.PI / 2 || random.NextDouble() > Math.Cos(latitude));
        var longitude = random.NextDouble() < 0.5 ? random.NextDouble() * 2 * Math.PI : (random.NextDouble() + random.NextDouble() - 1) * Math.PI;
        var (sinB, cosB) = Math.SinCos(latitude);
        var (sinL, cosL) = Math.SinCos(longitude);
        var (gx, gy, gz) = (cosB * cosL, cosB * sinL, sinB);

        // The rows of the matrix of SkyGeometry.ToGalactic are the columns of its inverse.
        var x = (-0.054875539 * gx) + (0.494109454 * gy) - (0.867666136 * gz);
        var y = (-0.873437105 * gx) - (0.444829594 * gy) - (0.198076390 * gz);
        var z = (-0.483834992 * gx) + (0.746982249 * gy) + (0.455983795 * gz);
        var ra = Math.Atan2(y, x) / SkyGeometry.RadiansPerDegree;
        return new(ra < 0 ? ra + 360 : ra, Math.Asin(Math.Clamp(z, -1, 1)) / SkyGeometry.RadiansPerDegree);
    }
}
