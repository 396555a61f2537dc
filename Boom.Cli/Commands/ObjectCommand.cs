using System.CommandLine;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Alerts;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands;

/// <summary><c>boom object ID</c>: everything known about one object.</summary>
internal static class ObjectCommand
{
    /// <summary>Alerts listed for a person; <c>--json</c> has all.</summary>
    const int ShownAlerts = 20;

    public static Command Create(CliConsole console)
    {
        var id = new Argument<string>("ID") { Description = "objectId, e.g. ZTF25aagbkaj or 7912941781254298, or a body of the solar system by its designation, e.g. '2008 AB', or its number." };
        var cutouts = CutoutsOption.Create("Write the cutouts of its newest alert to this folder, as PNG and FITS.");
        var command = new Command("object", "Everything known about an object: light curve, statistics, alerts.") { id, cutouts };
        command.SetAction((parse, cancellationToken) =>
            RunAsync(console, parse, parse.GetRequiredValue(id), parse.GetValue(cutouts), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, string id, string? cutoutsFolder, CancellationToken cancellationToken)
    {
        TargetPath.RequireFolder("--cutouts", cutoutsFolder);
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        if (await TryWriteAsync(console, parse, store, id, cutoutsFolder, cancellationToken))
            return (int)ExitCode.Done;
        foreach (var designation in BodyName.Designations(id))
        {
            if (await FindDesignationAsync(store, designation, cancellationToken) is { } found && await TryWriteAsync(console, parse, store, found, cutoutsFolder, cancellationToken))
                return (int)ExitCode.Done;
        }

        return BodyName.ObjectIdOf(id) is { } body && await TryWriteAsync(console, parse, store, body, cutoutsFolder, cancellationToken)
            ? (int)ExitCode.Done
            : throw new ExitException(ExitCode.BadNews, $"No object {id} is stored in {store.Name}.");
    }

    static async Task<string?> FindDesignationAsync(StoreSession store, string designation, CancellationToken cancellationToken)
    {
        foreach (var survey in SurveyOption.Supported)
        {
            if (await store.Reader.FindDesignationAsync(survey, designation, cancellationToken) is { } objectId)
                return objectId;
        }

        return null;
    }

    static async Task<bool> TryWriteAsync(
        CliConsole console, ParseResult parse, StoreSession store, string id, string? cutoutsFolder, CancellationToken cancellationToken)
    {
        foreach (var survey in SurveyOption.Supported)
        {
            var found = await store.Alerts.ReadObjectsAsync(survey, [id], cancellationToken);
            if (!found.TryGetValue(id, out var document))
                continue;
            var alerts = await store.Reader.ListAlertsAsync(survey, id, int.MaxValue, cancellationToken);
            var newest = await ReadNewestAsync(store, survey, alerts, cancellationToken);
            var scores = await ScoreHistory.ReadAsync(store.Alerts, survey, alerts, cancellationToken);
            if (parse.WantsJson())
                CliJson.Write(console, new ObjectJson(
                    survey.ToUpperName(), new(document), alerts.Select(AlertLineJson.Of), newest is null ? null : new StoredDocument(newest), scores.ToJson()));
            else
            {
                var view = new ObjectView(BsonView.Read(document), SurveyCatalog.Default[survey].Series);
                WriteText(console, survey, id, view, newest, scores, parse.CatalogFolders());
                await WritePartnersAsync(console, store, view, cancellationToken);
                WriteAlerts(console, alerts, parse.DataHint());
            }

            if (cutoutsFolder is not null && alerts.Count > 0)
                await CutoutsOption.WriteAsync(console, parse, store, survey, alerts[0].Candid, cutoutsFolder, cancellationToken);
            return true;
        }

        return false;
    }

    /// <summary>The newest alert that is enriched, or the newest.</summary>
    static async Task<byte[]?> ReadNewestAsync(
        StoreSession store, Survey survey, IReadOnlyList<AlertSummary> alerts, CancellationToken cancellationToken)
    {
        var newest = alerts.FirstOrDefault(alert => alert.Enriched) ?? alerts.FirstOrDefault();
        if (newest is null)
            return null;
        var documents = await store.Alerts.ReadAlertsAsync(survey, [newest.Candid], cancellationToken);
        return documents.GetValueOrDefault(newest.Candid);
    }

    static void WriteText(
        CliConsole console, Survey survey, string id, ObjectView document, byte[]? newest, ScoreHistory scores, string[] catalogs)
    {
        WriteHead(console, survey, id, document);
        if (document.Aliases.Count > 0)
            DocumentText.WriteField(console, "aliases", string.Join(", ", document.Aliases));
        DocumentText.WriteProperties(console, newest is null ? null : new AlertView(BsonView.Read(newest)));
        scores.Write(console);
        document.Matches.Write(console, catalogs);
        console.WriteLine();
        LightCurvePlot.Write(console.Out, document.Points, console.HasColour);
        console.WriteLine();
    }

    static void WriteHead(CliConsole console, Survey survey, string id, ObjectView document)
    {
        console.WriteLine($"{id}  ({survey.ToUpperName()})");
        if (document.Position is { } position)
            DocumentText.WriteField(console, "position", $"{AngleText.Degrees(position)}   {AngleText.Sexagesimal(position)}  (ICRS)");
        if (document.Designation is { } designation)
            DocumentText.WriteField(console, "designation", designation);
        WriteSeen(console, document);
        DocumentText.WriteField(console, "light curve", string.Join(", ",
            DocumentText.Plural(document.Count(PointKind.Detection), "detection"),
            DocumentText.Plural(document.Count(PointKind.Forced), "forced detection"),
            DocumentText.Plural(document.Count(PointKind.UpperLimit), "upper limit")));
    }

    /// <summary>The same source as other surveys see it.</summary>
    static async Task WritePartnersAsync(CliConsole console, StoreSession store, ObjectView document, CancellationToken cancellationToken)
    {
        foreach (var (survey, id) in document.Partners)
        {
            var found = await store.Alerts.ReadObjectsAsync(survey, [id], cancellationToken);
            if (!SurveyOption.Supported.Contains(survey) || !found.TryGetValue(id, out var bytes))
                continue;
            var partner = new ObjectView(BsonView.Read(bytes), SurveyCatalog.Default[survey].Series);
            WriteHead(console, survey, id, partner);
            if (document.Position is { } here && partner.Position is { } there)
                DocumentText.WriteField(console, "distance", $"{NumberText.Fixed(SkyGeometry.SeparationArcsec(here, there), 2)} arcsec");
            console.WriteLine();
            LightCurvePlot.Write(console.Out, partner.Points, console.HasColour);
            console.WriteLine();
        }
    }

    static void WriteSeen(CliConsole console, ObjectView document)
    {
        var detections = document.Points.Where(point => point.Kind == PointKind.Detection).Select(point => point.Jd).ToArray();
        if (detections.Length == 0)
            return;
        DocumentText.WriteField(console, "first seen", DocumentText.Moment(detections.Min()));
        DocumentText.WriteField(console, "last seen", DocumentText.Moment(detections.Max()));
    }

    static void WriteAlerts(CliConsole console, IReadOnlyList<AlertSummary> alerts, string dataOption)
    {
        console.WriteLine($"{DocumentText.Plural(alerts.Count, "alert")} stored, newest first");
        var table = new TextTable("candid>", "date (UTC)", "mag>", "state");
        foreach (var alert in alerts.Take(ShownAlerts))
            table.Add(DocumentText.Whole(alert.Candid), CalendarText.Minute(alert.Jd), DocumentText.Magnitude(alert.Magpsf), alert.Enriched ? "enriched" : "stored");
        table.WriteTo(console.Out, "  ");
        if (alerts.Count > ShownAlerts)
            console.WriteLine($"  … and {alerts.Count - ShownAlerts} older");
        if (alerts.Count == 0 || !console.IsTerminal)
            return;
        console.WriteLine();
        console.WriteLine($"Next: boom alert {alerts[0].Candid} --cutouts stamps{dataOption}");
    }
}
