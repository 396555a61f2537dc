using Boom.Core.Filters;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;

namespace Boom.Tests.Core.Filters;

/// <summary>Pipelines, expressions and conditions on documents written as Extended JSON; integers of pipelines are int32 where they fit.</summary>
static class FilterCase
{
    static readonly JsonWriterSettings Canonical = new() { OutputMode = JsonOutputMode.CanonicalExtendedJson };

    public static BsonDocument[] Run(string pipeline, params BsonDocument[] documents)
    {
        using var run = new FilterRun();
        return [.. FilterPipeline.Parse(pipeline, new(), int32WhereFits: true).Run(run, [.. documents.Select(document => document.ToBson())])
            .Select(document => BsonSerializer.Deserialize<BsonDocument>(document))];
    }

    /// <summary>The value of an expression; null when it is missing.</summary>
    public static BsonValue? Value(string expression, string document = "{}")
        => Run($"[{{\"$project\": {{\"_id\": 0, \"r\": {expression}}}}}]", BsonDocument.Parse(document))[0].GetValue("r", null!);

    /// <summary>The value of an expression as canonical Extended JSON; "missing" for none.</summary>
    public static string Text(string expression, string document = "{}") => Value(expression, document) is { } value ? Text(value) : "missing";

    public static string Text(BsonValue value) => value.ToJson(Canonical);

    public static bool IsMatch(string condition, string document) => Run($"[{{\"$match\": {condition}}}]", BsonDocument.Parse(document)).Length > 0;

    public static string Error(string expression, string document = "{}")
    {
        try
        {
            return $"no error, but {Text(expression, document)}";
        }
        catch (Exception fault) when (fault is FilterException or FilterEvaluationException)
        {
            return fault.Message;
        }
    }
}
