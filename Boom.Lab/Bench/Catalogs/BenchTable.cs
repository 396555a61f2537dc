using System.Globalization;
using System.Text;
using Boom.Core.Catalogs;
using Boom.Core.Sky;

namespace Boom.Lab.Bench.Catalogs;

/// <summary>Tables as large as the largest catalogues with distances: 12 columns of several types, spread evenly or crowded as stars are.</summary>
internal static class BenchTable
{
    /// <summary>Scale of the density with galactic latitude, degrees.</summary>
    const double ScaleDegrees = 15;

    /// <summary>The columns; with <c>ra</c> and <c>dec</c> they are 12.</summary>
    public static readonly SkyColumn[] Columns =
    [
        new("_id", SkyColumnType.Int64), new("objtype", SkyColumnType.String), new("z", SkyColumnType.Float64), new("z_unc", SkyColumnType.Float64),
        new("z_phot", SkyColumnType.Float64), new("m_Ks", SkyColumnType.Float32, "mag"), new("m_Ks_unc", SkyColumnType.Float32, "mag"),
        new("DistMpc", SkyColumnType.Float64, "Mpc"), new("ebv", SkyColumnType.Float32), new("flag", SkyColumnType.Bool),
    ];

    /// <summary>Builds a table and answers its path.</summary>
    public static string Build(string folder, string name, int rows, bool isCrowded, CancellationToken cancellationToken)
    {
        var description = new SkyTableDescription(name, "1", "boom bench catalog", DateTimeOffset.UnixEpoch) { IdColumn = "_id" };
        using var builder = new SkyTableBuilder(description, Columns, new() { TempFolder = folder });
        var row = new SkyRow(Columns);
        var random = new Random(11);
        for (var i = 0; i < rows; i++)
        {
            if (i % 65_536 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            row.Position = Position(random, isCrowded);
            row.SetInt64(0, i);
            row.SetString(1, (i & 7) == 0 ? "QSO"u8 : "G"u8);
            row.SetFloat64(2, random.NextDouble() * 0.2);
            row.SetFloat64(3, 0.0001);
            row.SetFloat64(4, random.NextDouble() * 0.2);
            row.SetFloat32(5, 12 + (4 * random.NextSingle()));
            row.SetFloat32(6, 0.1f);
            row.SetFloat64(7, 100);
            row.SetFloat32(8, 0.02f);
            row.SetBool(9, (i & 1) == 0);
            builder.Add(row);
        }

        var path = SkyTableFiles.PathOf(folder, name);
        builder.Complete(path, null, cancellationToken);
        return path;
    }

    /// <summary>A place: anywhere, or where stars are.</summary>
    public static SkyPosition Position(Random random, bool isCrowded)
    {
        while (true)
        {
            var place = new SkyPosition(random.NextDouble() * 360, Math.Asin((2 * random.NextDouble()) - 1) / SkyGeometry.RadiansPerDegree);
            if (!isCrowded || random.NextDouble() < Math.Exp(-Math.Abs(SkyGeometry.ToGalactic(place).BDegrees) / ScaleDegrees))
                return place;
        }
    }

    /// <summary>The same rows as a text table.</summary>
    public static void WriteCsv(string path, int rows, CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        writer.WriteLine("ra,dec,_id,objtype,z,z_unc,z_phot,m_Ks,m_Ks_unc,DistMpc,ebv,flag");
        var random = new Random(11);
        for (var i = 0; i < rows; i++)
        {
            if (i % 65_536 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var place = Position(random, isCrowded: false);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{place.RaDegrees:0.0000000},{place.DecDegrees:0.0000000},{i},{((i & 7) == 0 ? "QSO" : "G")},{random.NextDouble() * 0.2:0.000000},0.0001,{random.NextDouble() * 0.2:0.0000},{12 + (4 * random.NextDouble()):0.000},0.1,{100 + i % 500},0.02,{((i & 1) == 0 ? "true" : "false")}"));
        }
    }
}
