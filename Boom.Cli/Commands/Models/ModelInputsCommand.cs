using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Matching;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;
using Boom.Inference;
using Boom.Inference.Inputs;

namespace Boom.Cli.Commands.Models;

/// <summary><c>boom models inputs NAME</c>: what a network is given for stored alerts, to train one with.</summary>
internal static class ModelInputsCommand
{
    const int PageSize = 250;

    static readonly Option<string> Out = new("--out") { Description = "Folder for the files; made when it is not there.", HelpName = "DIR", Required = true };

    static readonly Option<FeatureRecipe> Recipe = new("--recipe") { Description = "How light-curve numbers are made: Training (default) or Reference." };

    public static Command Create(CliConsole console)
    {
        var name = new Argument<string>("NAME") { Description = "Network whose manifest says what the inputs are; its file need not be there." };
        var night = NumberOption.Night("Only alerts of the night that ends on this date, from noon to noon at the site.");
        var where = new Option<string?>("--where") { Description = "Only alerts that this match document holds for, as they are stored.", HelpName = "MATCH" };
        var command = new Command("inputs", "Write what a network is given for stored alerts, to train one with.") { name, Out, night, where, Recipe, ModelsCommand.Folder };
        command.SetAction((parse, cancellationToken) =>
        {
            var condition = MatchOption.Read("--where", parse.GetValue(where));
            return RunAsync(console, parse, parse.GetRequiredValue(name), parse.GetValue(night), condition, cancellationToken);
        });
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, string name, DateOnly? night, MatchExpression? condition, CancellationToken cancellationToken)
    {
        var folder = parse.ModelFolder();
        if (!folder.Read().Manifests.TryGetValue(name, out var manifest))
            throw new ExitException(ExitCode.Missing, $"There is no manifest of {name} in {folder.Path}, and none comes with Boom: 'boom models list' shows those that there are.");
        SurveyNames.TryParse(manifest.Survey, out var survey);
        var known = SurveyCatalog.Default[survey];
        var target = Directory.CreateDirectory(parse.GetRequiredValue(Out)).FullName;
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        using var recorder = new InputRecorder(manifest, known.CreateFeatures(parse.GetValue(Recipe)));
        using var files = new InputFiles(target, name, recorder);
        var without = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var span = night is { } date ? AlertSpan.OfNight(known, date) : AlertSpan.All;
        var cursor = long.MinValue;
        while (await store.Reader.ListCandidsAsync(survey, span, cursor, PageSize, cancellationToken) is { Count: > 0 } candids)
        {
            cursor = candids[^1];
            await WriteAsync(store, survey, candids, condition, recorder, files, without, cancellationToken);
        }

        if (parse.WantsJson())
            CliJson.Write(console, new InputsJson(target, files.Count, without));
        else
            WriteText(console, target, files.Count, without);
        return (int)(files.Count > 0 ? ExitCode.Done : ExitCode.BadNews);
    }

    static async Task WriteAsync(
        StoreSession store, Survey survey, IReadOnlyList<long> candids, MatchExpression? condition, InputRecorder recorder, InputFiles files,
        SortedDictionary<string, long> without, CancellationToken cancellationToken)
    {
        var documents = await store.Alerts.ReadAlertsAsync(survey, candids, cancellationToken);
        List<AlertToEnrich> alerts =
        [
            .. documents.Where(alert => condition?.IsMatch(alert.Value) != false).OrderBy(alert => alert.Key).Select(alert => AlertToEnrich.Read(alert.Key, alert.Value)),
        ];
        var objects = await store.Alerts.ReadObjectsAsync(survey, alerts.Select(alert => alert.ObjectId).ToHashSet(), cancellationToken);
        using var cutouts = recorder.NeedsCutouts
            ? await store.Alerts.ReadCutoutsAsync(survey, [.. alerts.Select(alert => alert.Candid)], cancellationToken)
            : new CutoutBatch();
        foreach (var alert in alerts)
        {
            var reason = objects.TryGetValue(alert.ObjectId, out var found)
                ? recorder.Fill(new AlertInputs(alert, found, cutouts[alert.Candid]))
                : "its object is not stored";
            if (reason is not null)
                without[reason] = without.GetValueOrDefault(reason) + 1;
            else
                files.Add(alert);
        }
    }

    static void WriteText(CliConsole console, string target, long count, SortedDictionary<string, long> without)
    {
        console.WriteLine($"{DocumentText.Counted(count, "alert")} {(count == 1 ? "is" : "are")} in {target}.");
        foreach (var (reason, alerts) in without)
            console.WriteLine($"  without: {reason}: {TotalAccount.Count(alerts)}");
    }

    /// <summary>A file of float32, little-endian, per input, a row per alert, and one that says whose row it is.</summary>
    sealed class InputFiles : IDisposable
    {
        readonly InputRecorder _recorder;
        readonly FileStream[] _values;
        readonly StreamWriter _alerts;
        readonly string _name;

        public InputFiles(string folder, string name, InputRecorder recorder)
        {
            _recorder = recorder;
            _values = [.. recorder.Names.Select(input => File.Create(Path.Combine(folder, $"{name}.{SafeName(input)}.f32")))];
            _alerts = new StreamWriter(Path.Combine(folder, $"{name}.alerts.csv"), append: false, new UTF8Encoding(false));
            _name = name;
            _alerts.Write("candid,objectId,jd,score\n");
        }

        public long Count { get; private set; }

        public void Add(in AlertToEnrich alert)
        {
            for (var i = 0; i < _values.Length; i++)
                _values[i].Write(MemoryMarshal.AsBytes(_recorder.Values(i)));
            var score = new AlertView(BsonView.Read(alert.Document.ToArray())).Scores.FirstOrDefault(score => score.Network == _name)?.Score ?? double.NaN;
            _alerts.Write(string.Create(CultureInfo.InvariantCulture, $"{alert.Candid},{alert.ObjectId},{alert.Jd},{(double.IsNaN(score) ? "" : score.ToString("R", CultureInfo.InvariantCulture))}\n"));
            Count++;
        }

        public void Dispose()
        {
            foreach (var file in _values)
                file.Dispose();
            _alerts.Dispose();
        }

        static string SafeName(string input) => string.Concat(input.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '_'));
    }
}
