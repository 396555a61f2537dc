using System.Globalization;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Text;
using Boom.Hosting;
using MongoDB.Bson;

namespace Boom.Cli.Rendering;

/// <summary>What catalogues say of an object, for a person: by catalogue, nearest first, with distance, type, redshift and magnitudes.</summary>
/// <param name="document">The object.</param>
internal sealed class MatchView(BsonDocument document)
{
    const int ShownRows = 5;
    const int ShownMagnitudes = 4;
    const int BriefCatalogs = 3;

    static readonly string[] Names = ["Name", "name", "objname", "source_name", "_id"];
    static readonly string[] Types = ["objtype", "spectype", "Descrip", "type", "types"];
    static readonly string[] Redshifts = ["z", "z_phot", "redshift"];

    /// <summary>Rows by catalogue, as stored.</summary>
    public IReadOnlyList<(string Catalog, IReadOnlyList<BsonDocument> Rows)> Catalogs { get; } =
        [.. (document.Child("cross_matches") ?? []).Where(field => field.Value.IsBsonArray)
            .Select(field => (field.Name, (IReadOnlyList<BsonDocument>)[.. field.Value.AsBsonArray.OfType<BsonDocument>()]))];

    /// <summary>
    /// In a few words, what is there: the nearest row of each of three catalogues, those with a redshift first, as one who looks for a host or a star reads them.
    /// </summary>
    public string Brief => string.Join(", ", Catalogs.Where(catalog => catalog.Rows.Count > 0)
        .Select(catalog => (catalog.Catalog, Row: Likeliest(catalog.Rows))).OrderBy(catalog => Redshift(catalog.Row).Length == 0)
        .Take(BriefCatalogs).Select(catalog => Describe(catalog.Catalog, catalog.Row)));

    /// <summary>Writes all catalogues.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="folders">Folders of the tables that are in use now, for their dates.</param>
    public void Write(CliConsole console, string[] folders)
    {
        if (Catalogs.Count == 0)
            return;
        console.WriteLine();
        var versions = document.Child("boom")?.Child("catalogs") ?? [];
        var table = new TextTable("catalogue", "distance arcsec>", "kpc>", "redshift>", "type", "magnitudes", "name");
        foreach (var (catalog, rows) in Catalogs.Where(catalog => catalog.Rows.Count > 0))
        {
            foreach (var row in rows.Take(ShownRows))
                table.Add(catalog, NumberText.Fixed(row.Number("distance_arcsec"), 2), Kpc(row), Redshift(row), TypeOf(row), Magnitudes(row), Text(row, Names));
            if (rows.Count > ShownRows)
                table.Add("", "", "", "", "", "", $"… and {rows.Count - ShownRows} more of {catalog}");
        }

        if (table.Count > 0)
            table.WriteTo(console.Out, "  ");
        var nothing = Catalogs.Where(catalog => catalog.Rows.Count == 0).Select(catalog => catalog.Catalog).ToList();
        if (nothing.Count > 0)
            DocumentText.WriteField(console, "nothing in", VisibleText.Of(string.Join(", ", nothing)));
        foreach (var version in Catalogs.GroupBy(catalog => Version(versions, catalog.Catalog, folders)))
            DocumentText.WriteField(console, "version", VisibleText.Of($"{version.Key}: {string.Join(", ", version.Select(catalog => catalog.Catalog))}"));
    }

    static string Describe(string catalog, BsonDocument row)
    {
        var redshift = Redshift(row);
        return string.Create(CultureInfo.InvariantCulture, $"{catalog} {NumberText.Fixed(row.Number("distance_arcsec"), 1)}\"{(redshift.Length > 0 ? $" z={redshift}" : "")}");
    }

    // The date is that of the table, while it is the one that the object was matched with.
    static string Version(BsonDocument versions, string catalog, string[] folders)
    {
        if (versions.GetValue(catalog, null) is not BsonString version)
            return "of an unknown version";
        try
        {
            foreach (var path in folders.Select(folder => SkyTableFiles.PathOf(folder, catalog)).Where(path => SkyTableDescription.IsValidName(catalog) && File.Exists(path)))
            {
                using var table = SkyTable.Open(path);
                var made = table.Header.Description;
                if (made.Version == version.Value)
                    return string.Create(CultureInfo.InvariantCulture, $"{version.Value} (made {made.CreatedAt.UtcDateTime:yyyy-MM-dd})");
            }

            return version.Value;
        }
        catch (SkyTableException)
        {
            return version.Value;
        }
    }

    // Rows whose redshift tells no distance come first, and are mostly stars.
    static BsonDocument Likeliest(IReadOnlyList<BsonDocument> rows) =>
        rows.Where(row => row.Number("distance_kpc") != DistanceRule.UnknownKpc).MinBy(row => row.Number("distance_arcsec")) ?? rows[0];

    static string TypeOf(BsonDocument row) => Text(row, Types) is { Length: > 0 } known
        ? known
        : row.FirstOrDefault(field => field.Value.IsString && !Names.Contains(field.Name)).Value?.ToString() ?? "";

    static string Kpc(BsonDocument row)
    {
        var kpc = row.Number("distance_kpc");
        return double.IsNaN(kpc) ? "" : kpc == DistanceRule.UnknownKpc ? "unknown" : NumberText.Fixed(kpc, 1);
    }

    static string Redshift(BsonDocument row) =>
        Redshifts.Select(row.Number).FirstOrDefault(value => !double.IsNaN(value), double.NaN) is var redshift && double.IsNaN(redshift) ? "" : NumberText.Fixed(redshift, 4);

    static string Text(BsonDocument row, string[] names) => names.Select(name => row.GetValue(name, null)).FirstOrDefault(value => value is not null and not BsonNull)?.ToString() ?? "";

    // Magnitudes are called …mag, …Mag, m_… or mag_…; their errors are not shown.
    static string Magnitudes(BsonDocument row) => string.Join(", ", row
        .Where(field => field.Value.IsNumeric && IsMagnitude(field.Name)).Take(ShownMagnitudes)
        .Select(field => $"{field.Name} {NumberText.Fixed(field.Value.ToDouble(), 2)}"));

    static bool IsMagnitude(string name) =>
        (name.EndsWith("mag", StringComparison.OrdinalIgnoreCase) || name.StartsWith("mag", StringComparison.Ordinal) || name.StartsWith("m_", StringComparison.Ordinal))
        && !name.Contains("unc", StringComparison.OrdinalIgnoreCase) && !name.Contains("err", StringComparison.OrdinalIgnoreCase);
}
