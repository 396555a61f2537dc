using System.Text;
using System.Text.Json;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters;

/// <summary>JSON texts as BSON. Comments and trailing commas are allowed. A number with a point or an exponent is a double, any other an integer.</summary>
static class PipelineJson
{
    const string Subject = "A pipeline";

    /// <summary>The stages of a pipeline.</summary>
    /// <exception cref="FilterException">The text is not a JSON array, or over a limit.</exception>
    public static FilterValue Stages(string json, JsonDialect dialect)
    {
        if (json.Length > FilterLimits.Length)
            throw Fault($"{Subject} has at most {FilterLimits.Length} characters, not {json.Length}");
        var document = Read(json, dialect, Subject, JsonTokenType.StartArray, "an array of stages such as [{\"$match\": {}}, {\"$project\": {\"objectId\": 1}}]");
        return Documents.FindEncoded(FilterValue.Document(document), "v"u8);
    }

    /// <summary>One document.</summary>
    /// <exception cref="FilterException">The text is not a JSON object.</exception>
    public static byte[] Document(string json, JsonDialect dialect)
    {
        var whole = Read(json, dialect, "A document", JsonTokenType.StartObject, "a JSON object");
        return Documents.FindEncoded(FilterValue.Document(whole), "v"u8).Bytes.ToArray();
    }

    static byte[] Read(string json, JsonDialect dialect, string subject, JsonTokenType first, string shape)
    {
        var options = new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            // The depth has a sentence of its own, and Extended JSON is deeper than what it stands for.
            MaxDepth = 4 * FilterLimits.Depth,
        };
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), options);
        using var writer = new BsonWriter();
        try
        {
            if (!reader.Read() || reader.TokenType != first)
                throw Fault($"{subject} is {shape}");
            writer.BeginRoot();
            Value(ref reader, writer, "v"u8, dialect, 0, subject);
            var document = writer.EndRoot().ToArray();
            // Fails on anything behind the value.
            reader.Read();
            return document;
        }
        catch (JsonException fault)
        {
            throw Fault(fault.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase)
                ? TooDeep(subject)
                : $"{subject} {JsonFault.Describe(json, fault)}");
        }
        catch (MatchException fault)
        {
            throw Fault(fault.Message.TrimEnd('.'));
        }
    }

    static void Value(ref Utf8JsonReader reader, BsonWriter writer, ReadOnlySpan<byte> name, JsonDialect dialect, int depth, string subject)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when dialect.Extended && ExtendedJson.TryWrite(ref reader, writer, name):
                break;
            case JsonTokenType.StartObject:
                var document = writer.BeginDocument(name);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var field = Name(ref reader, subject);
                    reader.Read();
                    Value(ref reader, writer, field, dialect, Deeper(depth, subject), subject);
                }

                writer.End(document);
                break;
            case JsonTokenType.StartArray:
                var array = writer.BeginArray(name);
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                    Value(ref reader, writer, BsonIndexNames.Of(i), dialect, Deeper(depth, subject), subject);
                writer.End(array);
                break;
            case JsonTokenType.Number:
                Number(ref reader, writer, name, dialect);
                break;
            case JsonTokenType.String:
                writer.String(name, Text(ref reader, subject));
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.Boolean(name, reader.GetBoolean());
                break;
            default:
                writer.Null(name);
                break;
        }
    }

    static byte[] Name(ref Utf8JsonReader reader, string subject)
    {
        var text = Text(ref reader, subject);
        return text.Contains('\0') ? throw Fault($"{subject} has a name with the character U+0000, which no stored name has") : Encoding.UTF8.GetBytes(text);
    }

    static void Number(ref Utf8JsonReader reader, BsonWriter writer, ReadOnlySpan<byte> name, JsonDialect dialect)
    {
        if (reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
            writer.Double(name, reader.GetDouble());
        else if (!reader.TryGetInt64(out var whole))
            throw Fault($"The integer {Encoding.ASCII.GetString(reader.ValueSpan)[..Math.Min(30, reader.ValueSpan.Length)]} is outside int64, write it with a decimal point");
        else if (dialect.Int32WhereFits && whole is >= int.MinValue and <= int.MaxValue)
            writer.Int32(name, (int)whole);
        else
            writer.Int64(name, whole);
    }

    static string Text(ref Utf8JsonReader reader, string subject)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault($"{subject} has a text with half a surrogate pair");
        }
    }

    static int Deeper(int depth, string subject) => depth < FilterLimits.Depth ? depth + 1 : throw Fault(TooDeep(subject));

    static string TooDeep(string subject) => $"{subject} is nested at most {FilterLimits.Depth} levels deep";

    static FilterException Fault(string reason) => new(0, "", "", reason);
}
