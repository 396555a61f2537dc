using System.CommandLine;
using System.Globalization;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands;

/// <summary><c>boom alert CANDID</c>: one stored alert.</summary>
internal static class AlertCommand
{
    public static Command Create(CliConsole console)
    {
        var candid = new Argument<long>("CANDID") { Description = "candid, a whole number.", CustomParser = WholeNumber };
        var cutouts = CutoutsOption.Create("Write its cutouts to this folder, as PNG and FITS.");
        var command = new Command("alert", "One alert: its measurements, what the enricher found, its object's light curve.")
        {
            candid, cutouts,
        };
        command.SetAction((parse, cancellationToken) =>
            RunAsync(console, parse, parse.GetRequiredValue(candid), parse.GetValue(cutouts), cancellationToken));
        return command;
    }

    static long WholeNumber(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var candid))
            result.AddError($"'{text}' is not a candid: it is a whole number of at most 19 digits.");
        return candid;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, long candid, string? cutoutsFolder, CancellationToken cancellationToken)
    {
        TargetPath.RequireFolder("--cutouts", cutoutsFolder);
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        foreach (var survey in SurveyOption.Supported)
        {
            var found = await store.Alerts.ReadAlertsAsync(survey, [candid], cancellationToken);
            if (!found.TryGetValue(candid, out var document))
                continue;
            var alert = new AlertView(BsonView.Read(document));
            var objects = await store.Alerts.ReadObjectsAsync(survey, [alert.ObjectId], cancellationToken);
            if (parse.WantsJson())
                CliJson.Write(console, new AlertJson(survey.ToUpperName(), new StoredDocument(document)));
            else
                WriteText(console, survey, candid, alert, objects.GetValueOrDefault(alert.ObjectId));
            if (cutoutsFolder is not null)
                await CutoutsOption.WriteAsync(console, parse, store, survey, candid, cutoutsFolder, cancellationToken);
            return (int)ExitCode.Done;
        }

        throw new ExitException(ExitCode.BadNews, $"No alert {candid} is stored in {store.Name}.");
    }

    static void WriteText(CliConsole console, Survey survey, long candid, AlertView alert, byte[]? objectDocument)
    {
        var known = SurveyCatalog.Default[survey];
        console.WriteLine($"alert {candid} of {alert.ObjectId}  ({survey.ToUpperName()})");
        DocumentText.WriteField(console, "date", DocumentText.Moment(alert.Candidate.Number("jd")));
        if (alert.Position is { } position)
            DocumentText.WriteField(console, "position", $"{AngleText.Degrees(position)}   {AngleText.Sexagesimal(position)}  (ICRS)");
        foreach (var name in known.ShownFields)
        {
            if (alert.Candidate.TryGetValue(name, out var value) && DocumentText.Value(value) is { } text)
                DocumentText.WriteField(console, name, text);
        }

        DocumentText.WriteProperties(console, alert);
        DocumentText.WriteScores(console, alert);
        if (objectDocument is null)
            return;
        console.WriteLine();
        LightCurvePlot.Write(console.Out, new ObjectView(BsonView.Read(objectDocument), known.Series).Points, console.HasColour);
    }
}
