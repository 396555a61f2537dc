using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Boom.Core.Matching;

namespace Boom.Core.Bson;

/// <summary>
/// Stored documents as JSON for programs: numbers as numbers, what JSON lacks of them as text (<c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>, the digits of a
/// decimal128), dates as ISO 8601, object identifiers as hexadecimal text, binary data as <c>{"bytes": length}</c>. An integer from 2^53 on has its text beside it,
/// e.g. <c>candid</c> and <c>candidText</c>, as programs that read numbers as doubles lose digits of it; not where the document has a field of that name.
/// </summary>
public static class BsonJson
{
    /// <summary>Deeper documents than this are refused; alert documents have at most 6 levels.</summary>
    const int MaxDepth = 60;

    /// <summary>The largest integer that a double tells from its neighbours.</summary>
    const long LargestSafe = (1L << 53) - 1;

    /// <summary>Writes one document as a JSON object.</summary>
    public static void WriteDocument(Utf8JsonWriter writer, ReadOnlySpan<byte> document) => WriteDocument(writer, document, 0);

    /// <summary>One document as JSON text.</summary>
    public static string ToJson(ReadOnlySpan<byte> document, bool indented = false)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented }))
            WriteDocument(writer, document, 0);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    static void WriteDocument(Utf8JsonWriter writer, ReadOnlySpan<byte> document, int depth)
    {
        CheckDepth(depth);
        var reader = new BsonReader(document);
        writer.WriteStartObject();
        while (reader.Read())
        {
            writer.WritePropertyName(reader.Name);
            WriteValue(writer, ref reader, depth);
            if (reader.Type == BsonType.Int64 && reader.AsInt64() is > LargestSafe or < -LargestSafe)
                WriteText(writer, document, reader.Name, reader.AsInt64());
        }

        writer.WriteEndObject();
    }

    static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, long value)
    {
        byte[] textName = [.. name, .. "Text"u8];
        if (new BsonReader(document).Find(textName))
            return;
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var length);
        writer.WritePropertyName(textName);
        writer.WriteStringValue(text[..length]);
    }

    static void WriteArray(Utf8JsonWriter writer, ReadOnlySpan<byte> array, int depth)
    {
        CheckDepth(depth);
        var reader = new BsonReader(array);
        writer.WriteStartArray();
        while (reader.Read())
            WriteValue(writer, ref reader, depth);
        writer.WriteEndArray();
    }

    static void CheckDepth(int depth)
    {
        if (depth >= MaxDepth)
            throw new BsonFormatException($"The BSON document is nested deeper than {MaxDepth} levels.");
    }

    static void WriteValue(Utf8JsonWriter writer, ref BsonReader reader, int depth)
    {
        switch (reader.Type)
        {
            case BsonType.Double when double.IsFinite(reader.AsDouble()):
                writer.WriteNumberValue(reader.AsDouble());
                break;
            case BsonType.Double:
                writer.WriteStringValue(double.IsNaN(reader.AsDouble()) ? "NaN" : reader.AsDouble() > 0 ? "Infinity" : "-Infinity");
                break;
            case BsonType.Decimal128:
                writer.WriteStringValue(DecimalNumber.Decode(reader.Value).ToString());
                break;
            case BsonType.Int32 or BsonType.Int64:
                writer.WriteNumberValue(reader.AsInt64());
                break;
            case BsonType.Boolean:
                writer.WriteBooleanValue(reader.AsBoolean());
                break;
            case BsonType.String:
                writer.WriteStringValue(reader.AsUtf8());
                break;
            case BsonType.Document:
                WriteDocument(writer, reader.Value, depth + 1);
                break;
            case BsonType.Array:
                WriteArray(writer, reader.Value, depth + 1);
                break;
            case BsonType.Binary:
                writer.WriteStartObject();
                writer.WriteNumber("bytes", reader.AsBinary().Length);
                writer.WriteEndObject();
                break;
            case BsonType.DateTime:
                writer.WriteStringValue(Date(reader.AsInt64()));
                break;
            case BsonType.ObjectId:
                writer.WriteStringValue(Convert.ToHexStringLower(reader.Value));
                break;
            case BsonType.Timestamp:
                writer.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(reader.Value));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    static string Date(long unixMilliseconds)
    {
        // Outside the years 1 to 9999 there is no calendar date to write.
        return unixMilliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999
            ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
            : unixMilliseconds.ToString(CultureInfo.InvariantCulture);
    }
}
