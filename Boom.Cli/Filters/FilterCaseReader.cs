using System.Globalization;
using System.Text.Json;
using Boom.Core.Filters;
using Boom.Core.Surveys;
using Boom.Hosting;
using MongoDB.Bson;

namespace Boom.Cli.Filters;

/// <summary>Reads a file of cases: JSON with comments and trailing commas.</summary>
/// <param name="name">What messages call the file.</param>
/// <param name="folder">The folder by which its names of files go.</param>
internal sealed class FilterCaseReader(string name, string folder)
{
    static readonly JsonDocumentOptions Relaxed = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    static readonly string[] Parts = ["alert", "object", "partner", "history"];

    static readonly string[] OfFile = ["filter", "pipeline", "survey", "permissions", "watchlist", "cases"];

    static readonly string[] OfCase = ["name", "passes", "because", "candid", "objectId", "alert", "object", "partner", "history", "onWatchlist", "like", "set", "unset"];

    readonly Dictionary<string, FilterCase> _named = new(StringComparer.Ordinal);

    /// <exception cref="ExitException">The text is no such file.</exception>
    public async Task<FilterCases> ReadAsync(string text, CancellationToken cancellationToken)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(text, Relaxed);
        }
        catch (JsonException fault)
        {
            throw Fault($"it {JsonFault.Describe(text, fault)}");
        }

        using (json)
        {
            var root = json.RootElement;
            Require(root, "the file", OfFile);
            var filter = await FilterOfAsync(root, cancellationToken);
            var cases = new List<FilterCase>();
            foreach (var one in Field(root, "cases", JsonValueKind.Array)?.EnumerateArray() ?? throw Fault("it has no list \"cases\""))
                cases.Add(CaseOf(one, cases.Count + 1));
            return cases.Count > 0 ? new FilterCases(filter, cases) : throw Fault("its list \"cases\" is empty");
        }
    }

    async Task<NamedFilter> FilterOfAsync(JsonElement root, CancellationToken cancellationToken)
    {
        var survey = default(Survey?);
        if (Text(root, "survey") is { } surveyName)
            survey = SurveyNames.TryParseSupported(surveyName, out var known, out var problem) ? known : throw Fault($"survey: {problem}");
        int[]? programs = null;
        if (Field(root, "permissions", JsonValueKind.Array) is { } permissions)
            programs = [.. permissions.EnumerateArray().Select(each => each.ValueKind == JsonValueKind.Number && each.TryGetInt32(out var program) ? program : throw Fault("permissions are a list of whole numbers"))];
        var words = new FilterWords(survey, programs, Text(root, "watchlist"));
        if (Field(root, "pipeline", JsonValueKind.Array) is { } pipeline)
            return words.Filter(name, pipeline.GetRawText());
        var file = Text(root, "filter") ?? throw Fault("it names no file of a pipeline with \"filter\", and has no \"pipeline\"");
        var path = Path.Combine(folder, file);
        return words.Filter(file, await FilterText.ReadAsync(path, cancellationToken));
    }

    FilterCase CaseOf(JsonElement json, int number)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"case {number}");
        Require(json, place, OfCase);
        var passes = json.TryGetProperty("passes", out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? flag.GetBoolean()
            : throw Fault($"{place} does not say \"passes\": true or false");
        var title = Text(json, "name");
        if (json.TryGetProperty("candid", out var candid))
        {
            var key = candid.ValueKind == JsonValueKind.Number && candid.TryGetInt64(out var whole) ? whole : throw Fault($"{place}: candid is a whole number");
            return new FilterCase(title ?? $"alert {key}", passes, Text(json, "because")) { Candid = key };
        }

        if (Text(json, "objectId") is { } objectId)
            return new FilterCase(title ?? $"object {objectId}", passes, Text(json, "because")) { ObjectId = objectId };
        var one = new FilterCase(title ?? place, passes, Text(json, "because")) { Documents = DocumentsOf(json, place) };
        if (!_named.TryAdd(one.Name, one))
            throw Fault($"two cases have the name '{one.Name}'");
        return one;
    }

    CaseDocuments DocumentsOf(JsonElement json, string place)
    {
        var all = new BsonDocument();
        var isOnWatchlist = false;
        if (Text(json, "like") is { } like)
        {
            var model = _named.GetValueOrDefault(like)?.Documents ?? throw Fault($"{place} is like '{like}', which is no case before it with documents");
            (all, isOnWatchlist) = (model.All.DeepClone().AsBsonDocument, model.IsOnWatchlist);
        }

        foreach (var part in (string[])["alert", "object", "partner"])
        {
            if (Field(json, part, JsonValueKind.Object) is { } document)
                all[part] = JsonBson.Value(document);
        }

        if (Field(json, "history", JsonValueKind.Array) is { } history)
            all["history"] = JsonBson.Value(history);
        if (!all.Contains("alert"))
            throw Fault($"{place} has no \"alert\", \"candid\", \"objectId\" or \"like\"");
        foreach (var change in Field(json, "set", JsonValueKind.Object)?.EnumerateObject() ?? default)
            Change(all, change.Name, JsonBson.Value(change.Value), place);
        foreach (var path in Field(json, "unset", JsonValueKind.Array)?.EnumerateArray() ?? default)
            Change(all, path.GetString() ?? "", null, place);
        if (json.TryGetProperty("onWatchlist", out var flag))
            isOnWatchlist = flag.ValueKind == JsonValueKind.True;
        return new CaseDocuments(all, isOnWatchlist);
    }

    void Change(BsonDocument all, string path, BsonValue? value, string place)
    {
        if (!Array.Exists(Parts, part => path.StartsWith($"{part}.", StringComparison.Ordinal)))
            throw Fault($"{place}: '{path}' is no path that begins with {string.Join(", ", Parts)}");
        if (!JsonBson.Change(all, path.Split('.'), value))
            throw Fault($"{place}: there is nothing at '{path}' that can be changed");
    }

    void Require(JsonElement json, string place, string[] known)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Fault($"{place} is not an object");
        foreach (var field in json.EnumerateObject())
        {
            if (!known.Contains(field.Name))
                throw Fault($"{place} has a field \"{field.Name}\"; known are {string.Join(", ", known)}");
        }
    }

    JsonElement? Field(JsonElement json, string field, JsonValueKind kind)
    {
        if (!json.TryGetProperty(field, out var value))
            return null;
        return value.ValueKind == kind ? value : throw Fault($"\"{field}\" is not {(kind == JsonValueKind.Array ? "a list" : kind == JsonValueKind.Object ? "an object" : "a text")}");
    }

    string? Text(JsonElement json, string field) => Field(json, field, JsonValueKind.String)?.GetString();

    ExitException Fault(string what) => new(ExitCode.Usage, $"{name}: {what}.");
}
