using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering.Json;
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
        var command = new Command("cone", "Objects around a position, nearest first.") { ra, dec, radius, limit };
        command.SetAction((parse, cancellationToken) => RunAsync(
            console, parse, new SkyPosition(parse.GetRequiredValue(ra), parse.GetRequiredValue(dec)),
            parse.GetRequiredValue(radius), (int)(parse.GetValue(limit) ?? 100), cancellationToken));
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
