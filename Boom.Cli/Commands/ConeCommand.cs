using System.CommandLine;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Catalogs;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands;

/// <summary><c>boom cone RA DEC RADIUS</c>: objects around a position.</summary>
internal static class ConeCommand
{
    delegate bool TryParseAngle(string text, out double angle);

    public static Command Create(CliConsole console)
    {
        var ra = Angle("RA", "Right ascension: degrees (150.1) or hours (10:00:24.0).", SkyCoordinates.TryParseRa,
            "RA is 0 to 360 degrees, like 150.1, or hours, like 10:00:24.0");
        var dec = Angle("DEC", "Declination: degrees (-2.2 or -02:12:00).", SkyCoordinates.TryParseDec,
            "DEC is -90 to 90 degrees, like -2.2 or -02:12:00");
        var radius = Angle("RADIUS", "Radius: arcseconds (5), arcminutes (5') or degrees (0.1d).", SkyCoordinates.TryParseRadius,
            "RADIUS is more than 0 and at most 10 degrees, like 5 (arcsec), 5' (arcmin) or 0.1d");
        var limit = NumberOption.Whole("--limit", "At most this many objects, default 100", 1, 100_000);
        var catalog = new Option<string?>("--catalog") { Description = "Rows of this catalogue instead of objects.", HelpName = "NAME" };
        var command = new Command("cone", "Objects around a position, nearest first; or rows of a catalogue.") { ra, dec, radius, limit, catalog, CatalogCommand.Folder };
        command.SetAction((parse, cancellationToken) =>
        {
            var (centre, most) = (new SkyPosition(parse.GetRequiredValue(ra), parse.GetRequiredValue(dec)), (int)(parse.GetValue(limit) ?? 100));
            return parse.GetValue(catalog) is { } name
                ? Task.FromResult(RunCatalog(console, parse, name, centre, parse.GetRequiredValue(radius), most))
                : RunAsync(console, parse, centre, parse.GetRequiredValue(radius), most, cancellationToken);
        });
        return command;
    }

    static Argument<double> Angle(string name, string description, TryParseAngle parse, string range) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (!parse(result.Tokens[^1].Value, out var angle))
                result.AddError($"'{result.Tokens[^1].Value}' does not do: {range}.");
            return angle;
        },
    };

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, SkyPosition centre, double radiusArcsec, int limit, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var hits = new List<ObjectHit>();
        foreach (var survey in SurveyOption.Supported)
            hits.AddRange(await store.Reader.ConeSearchAsync(survey, centre, radiusArcsec, limit, cancellationToken));
        hits.Sort((left, right) => left.DistanceArcsec.CompareTo(right.DistanceArcsec));
        if (hits.Count > limit)
            hits.RemoveRange(limit, hits.Count - limit);
        if (parse.WantsJson())
            CliJson.Write(console, new ConeJson(hits.Select(HitJson.Of)));
        else
            WriteText(console, hits, centre, radiusArcsec);
        return (int)ExitCode.Done;
    }

    static int RunCatalog(CliConsole console, ParseResult parse, string name, SkyPosition centre, double radiusArcsec, int limit)
    {
        using var table = SkyTable.Open(CatalogCommand.FileOf(parse.CatalogFolders(), name));
        var found = new SkyHits();
        table.FindCone(centre, radiusArcsec, found);
        var hits = found.Items[..Math.Min(limit, found.Count)].ToArray();
        var rows = new TableRows(table);
        if (parse.WantsJson())
        {
            CliJson.Write(console, new CatalogRowsJson(CatalogJson.Of(table.Header, []), hits.Select(hit => new StoredDocument(rows.Document(hit.Row, hit.DistanceArcsec)))));
            return (int)ExitCode.Done;
        }

        if (hits.Length == 0)
            console.WriteLine($"No row of {name} within {NumberText.Short(radiusArcsec, 3)} arcsec of {AngleText.Degrees(centre)}.");
        foreach (var hit in hits)
            console.WriteLine($"{NumberText.Fixed(hit.DistanceArcsec, 2),8}\"  {rows.Text(hit.Row)}");
        if (found.Count > hits.Length)
            console.WriteLine($"… and {found.Count - hits.Length} more; --limit shows more of them.");
        return (int)ExitCode.Done;
    }

    static void WriteText(CliConsole console, List<ObjectHit> hits, SkyPosition centre, double radiusArcsec)
    {
        if (hits.Count == 0)
        {
            console.WriteLine($"No object within {NumberText.Short(radiusArcsec, 3)} arcsec of {AngleText.Degrees(centre)}.");
            return;
        }

        var table = new TextTable("objectId", "distance arcsec>", "ra>", "dec>", "sexagesimal");
        foreach (var hit in hits)
        {
            table.Add(
                hit.ObjectId, NumberText.Fixed(hit.DistanceArcsec, 2), AngleText.RaDegrees(hit.Position), AngleText.DecDegrees(hit.Position),
                AngleText.Sexagesimal(hit.Position));
        }

        table.WriteTo(console.Out);
    }
}
