using Boom.Core.Bson;
using Boom.Core.Text;
using MongoDB.Bson;

namespace Boom.Cli.Rendering;

/// <summary>Annotations and other values of filters as people read them.</summary>
internal static class AnnotationText
{
    const int MostLetters = 40;

    /// <summary>The fields of annotations by name, in their order.</summary>
    public static IReadOnlyDictionary<string, string> Fields(ReadOnlyMemory<byte> annotations)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (annotations.IsEmpty)
            return fields;
        foreach (var field in BsonView.Read(annotations.ToArray()))
            fields[field.Name] = Of(field.Value);
        return fields;
    }

    /// <summary>A value: a number to six decimals, a list or a document as JSON, cut where it is long.</summary>
    public static string Of(BsonValue value) => value switch
    {
        BsonInt32 or BsonInt64 => DocumentText.Whole(value.ToInt64()),
        BsonDouble number when double.IsFinite(number.Value) => NumberText.Short(number.Value, 6),
        BsonDouble number => double.IsNaN(number.Value) ? "NaN" : number.Value > 0 ? "Infinity" : "-Infinity",
        BsonBoolean flag => flag.Value ? "true" : "false",
        BsonString text => text.Value,
        BsonNull => "null",
        BsonDocument document => Cut(BsonJson.ToJson(document.ToBson())),
        _ => Cut(value.ToString() ?? ""),
    };

    static string Cut(string text) => text.Length <= MostLetters ? text : $"{text[..MostLetters]}…";
}
