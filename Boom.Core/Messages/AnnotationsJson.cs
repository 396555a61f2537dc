using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Boom.Core.Bson;

namespace Boom.Core.Messages;

/// <summary>
/// Annotations of a filter as the JSON text that messages carry: compact, in the order of the document, whole numbers as such, other numbers always with a
/// fraction or an exponent, NaN and infinities as null.
/// </summary>
public static class AnnotationsJson
{
    /// <summary>Annotations that are none.</summary>
    public const string Empty = "{}";

    const int MostLevels = 60;

    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 4 * MostLevels };

    /// <summary>The text of a document.</summary>
    /// <param name="document">BSON; empty stands for a document without fields.</param>
    /// <exception cref="BsonFormatException">It is not BSON, or nested deeper than 60 levels.</exception>
    public static string Of(ReadOnlySpan<byte> document)
    {
        if (document.IsEmpty)
            return Empty;
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output, Options))
            WriteDocument(writer, document, 0);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    static void WriteDocument(Utf8JsonWriter writer, ReadOnlySpan<byte> document, int level)
    {
        Check(level);
        writer.WriteStartObject();
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            writer.WritePropertyName(reader.Name);
            WriteValue(writer, reader, level);
        }

        writer.WriteEndObject();
    }

    static void WriteArray(Utf8JsonWriter writer, ReadOnlySpan<byte> array, int level)
    {
        Check(level);
        writer.WriteStartArray();
        var reader = new BsonReader(array);
        while (reader.Read())
            WriteValue(writer, reader, level);
        writer.WriteEndArray();
    }

    static void WriteValue(Utf8JsonWriter writer, in BsonReader reader, int level)
    {
        switch (reader.Type)
        {
            case BsonType.Double when double.IsFinite(reader.AsDouble()):
                writer.WriteRawValue(Fraction(reader.AsDouble()), skipInputValidation: true);
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
                WriteDocument(writer, reader.Value, level + 1);
                break;
            case BsonType.Array:
                WriteArray(writer, reader.Value, level + 1);
                break;
            case BsonType.DateTime when reader.AsInt64() is >= -62_135_596_800_000 and <= 253_402_300_799_999 and var milliseconds:
                writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime);
                break;
            case BsonType.ObjectId:
                writer.WriteStringValue(Convert.ToHexStringLower(reader.Value));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    static string Fraction(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    static void Check(int level)
    {
        if (level >= MostLevels)
            throw new BsonFormatException($"The annotations are nested deeper than {MostLevels} levels.");
    }
}
