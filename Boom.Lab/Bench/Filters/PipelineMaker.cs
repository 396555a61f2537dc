using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Boom.Lab.Bench.Filters;

/// <summary>Pipelines by seed, no two of them equal: equal seeds make equal pipelines.</summary>
internal sealed partial class PipelineMaker
{
    const int LeastConditions = 3;
    const int MostConditions = 7;

    // Of the examples, those on alerts of ZTF that need neither a watch list nor the history of a solar-system object.
    static readonly string[] Examples =
    [
        "early-supernova-ia", "fast-riser", "fast-transient", "kilonova-rate", "kilonova-score", "lasting-source", "new-and-hostless", "orphan-afterglow",
        "supernova-candidates", "supernova-near-galaxy",
    ];

    // Of these, those that let less than one alert in twenty pass: more would be suspended.
    static readonly string[] Rare = ["fast-riser", "fast-transient", "kilonova-rate", "kilonova-score", "new-and-hostless", "orphan-afterglow"];

    static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    readonly Random _random;
    readonly HashSet<string> _made = new(StringComparer.Ordinal);

    PipelineMaker(ulong seed) => _random = new Random(unchecked((int)(seed ^ (seed >> 32))));

    /// <summary>Makes pipelines of a shape.</summary>
    public static IReadOnlyList<string> Make(PipelineShape shape, int count, ulong seed)
    {
        var maker = new PipelineMaker(seed);
        return [.. Enumerable.Range(0, count).Select(_ => maker.Next(shape))];
    }

    /// <summary>Example filters as they are, by name, that let few alerts of a simulated night pass.</summary>
    public static IEnumerable<(string Name, string Pipeline)> RareExamples() => Rare.Select(name => (name, Read($"examples.{name}.json")));

    string Next(PipelineShape shape)
    {
        while (true)
        {
            var pipeline = shape == PipelineShape.Simple ? Simple()
                : shape == PipelineShape.Mixed ? Vary(Read($"examples.{Examples[_random.Next(Examples.Length)]}.json"))
                : Draw(Read($"shapes.{shape.Key}.json"));
            if (_made.Add(pipeline))
                return pipeline;
        }
    }

    string Simple()
    {
        using var document = JsonDocument.Parse(Read("shapes.simple.json"));
        string[] conditions = [.. document.RootElement.EnumerateArray().Select(condition => condition.GetRawText())];
        _random.Shuffle(conditions);
        var chosen = string.Join(", ", conditions.Take(_random.Next(LeastConditions, MostConditions + 1)));
        return Draw(
            """[{"$match": {"$and": [""" + chosen + """]}}, {"$project": {"objectId": 1, "annotations": {"mag": "$candidate.magpsf", "drb": "$candidate.drb"}}}]""");
    }

    /// <summary>Puts numbers where ranges are.</summary>
    string Draw(string template) => NumberRange().Replace(template, match => Draw(Number(match.Groups[1]), Number(match.Groups[2])));

    // Every threshold is moved by up to a tenth, and a condition that all alerts meet comes before: no two are equal, each does what the example does.
    string Vary(string example)
    {
        var varied = Threshold().Replace(example, match => match.Groups[1].Value + Text(Number(match.Groups[2]) * (0.9 + (0.2 * _random.NextDouble()))));
        return """[{"$match": {"candidate.magpsf": {"$lt": """ + Draw(24, 25) + "}}}," + varied[1..];
    }

    // Without comments, and as one array that begins at once.
    static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in this build.");
        using var document = JsonDocument.Parse(stream, Commented);
        return string.Concat("[", string.Join(", ", document.RootElement.EnumerateArray().Select(element => element.GetRawText())), "]");
    }

    string Draw(double from, double to) => Text(from + ((to - from) * _random.NextDouble()));

    static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    static string Text(double value) => value.ToString("0.000000", CultureInfo.InvariantCulture);

    [GeneratedRegex("\"<([0-9.]+?)\\.\\.([0-9.]+)>\"")]
    private static partial Regex NumberRange();

    [GeneratedRegex("(\"\\$(?:gt|gte|lt|lte)\": )(-?[0-9]+\\.[0-9]+)")]
    private static partial Regex Threshold();
}
