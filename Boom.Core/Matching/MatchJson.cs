using System.Text;
using System.Text.Json;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>The JSON text of a condition as BSON. Extended JSON is read where a single value may stand.</summary>
static class MatchJson
{
    /// <exception cref="MatchException">The text is not one JSON object, or holds what BSON cannot.</exception>
    public static byte[] ToBson(string json)
    {
        if (json.Length > MatchLimits.Length)
            throw new MatchException($"A match document has at most {MatchLimits.Length} characters, not {json.Length}.");
        // Depth is checked here, for a sentence of its own.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 2 * MatchLimits.Depth });
        try
        {
            return ToBson(ref reader);
        }
        catch (JsonException fault)
        {
            throw new MatchException($"The match document is not JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
    }

    static byte[] ToBson(ref Utf8JsonReader reader)
    {
        using var writer = new BsonWriter();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MatchException("A match document is a JSON object such as {\"candidate.drb\": {\"$gte\": 0.5}}.");
        writer.BeginRoot();
        Fields(ref reader, writer, 1);
        var document = writer.EndRoot().ToArray();
        // Fails on anything behind the object.
        reader.Read();
        return document;
    }

    static void Fields(ref Utf8JsonReader reader, BsonWriter writer, int depth)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var text = Text(ref reader);
            if (text.Contains('\0'))
                throw new MatchException("A name in a match document holds the character U+0000, which no stored name has.");
            reader.Read();
            Value(ref reader, writer, Encoding.UTF8.GetBytes(text), depth);
        }
    }

    static void Value(ref Utf8JsonReader reader, BsonWriter writer, ReadOnlySpan<byte> name, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when ExtendedJson.TryWrite(ref reader, writer, name):
                break;
            case JsonTokenType.StartObject:
                CheckDepth(depth);
                var document = writer.BeginDocument(name);
                Fields(ref reader, writer, depth + 1);
                writer.End(document);
                break;
            case JsonTokenType.StartArray:
                CheckDepth(depth);
                Items(ref reader, writer, name, depth);
                break;
            case JsonTokenType.Number:
                Number(ref reader, writer, name);
                break;
            case JsonTokenType.String:
                writer.String(name, Text(ref reader));
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.Boolean(name, reader.GetBoolean());
                break;
            default:
                writer.Null(name);
                break;
        }
    }

    static void Items(ref Utf8JsonReader reader, BsonWriter writer, ReadOnlySpan<byte> name, int depth)
    {
        var array = writer.BeginArray(name);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            Value(ref reader, writer, BsonIndexNames.Of(i), depth + 1);
        writer.End(array);
    }

    static void CheckDepth(int depth)
    {
        if (depth >= MatchLimits.Depth)
            throw new MatchException($"A match document is nested at most {MatchLimits.Depth} levels deep.");
    }

    static void Number(ref Utf8JsonReader reader, BsonWriter writer, ReadOnlySpan<byte> name)
    {
        var token = reader.ValueSpan;
        if (token.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
            writer.Double(name, reader.GetDouble());
        else if (reader.TryGetInt64(out var whole))
            writer.Int64(name, whole);
        else
            throw new MatchException($"The integer {Encoding.ASCII.GetString(token)} is outside int64; write it with a decimal point.");
    }

    /// <summary>A name or a text of JSON, whose escapes must be whole characters.</summary>
    internal static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new MatchException("A text in the match document holds half a surrogate pair.");
        }
    }
}
