using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Explain;

/// <summary>Values as JSON for people: long arrays and objects are cut, and say how long they are.</summary>
static class ValueText
{
    const int Items = 6;
    const int Letters = 120;
    const int Depth = 4;

    static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static string Of(in FilterValue value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    static void Write(StringBuilder text, in FilterValue value, int depth)
    {
        switch (value.Type)
        {
            case default(BsonType):
                text.Append("missing");
                break;
            case BsonType.Null:
                text.Append("null");
                break;
            case BsonType.Double:
                text.Append(value.AsDouble().ToString("R", CultureInfo.InvariantCulture));
                break;
            case BsonType.Int32 or BsonType.Int64:
                text.Append(value.AsInt64());
                break;
            case BsonType.Decimal128:
                text.Append(NumberTower.AsDecimal(value).ToString());
                break;
            case BsonType.Boolean:
                text.Append(value.AsBoolean() ? "true" : "false");
                break;
            case BsonType.String:
                Quoted(text, Encoding.UTF8.GetString(value.AsUtf8()));
                break;
            case BsonType.DateTime:
                text.Append(Conversions.IsoDate(value.AsInt64()) ?? string.Create(CultureInfo.InvariantCulture, $"date {value.AsInt64()} ms"));
                break;
            case BsonType.Array:
                Array(text, value, depth);
                break;
            case BsonType.Document:
                Document(text, value, depth);
                break;
            default:
                text.Append(value.IsUnknown ? "unknown" : Words.Alias(value));
                break;
        }
    }

    static void Quoted(StringBuilder text, string content)
    {
        var cut = content.Length > Letters ? $"{content[..Letters]}…" : content;
        text.Append('"').Append(JsonEncodedText.Encode(cut, Encoder)).Append('"');
    }

    static void Array(StringBuilder text, in FilterValue value, int depth)
    {
        text.Append('[');
        var cursor = new ItemCursor(value);
        var count = 0;
        while (cursor.Next())
        {
            if (count < Items && depth < Depth)
            {
                Separate(text, count);
                Write(text, cursor.Value, depth + 1);
            }

            count++;
        }

        End(text, count, "elements", depth, ']');
    }

    static void Document(StringBuilder text, in FilterValue value, int depth)
    {
        text.Append('{');
        var cursor = new FieldCursor(value);
        var count = 0;
        while (cursor.Next())
        {
            if (count < Items && depth < Depth)
            {
                Separate(text, count);
                Quoted(text, Encoding.UTF8.GetString(cursor.Name));
                text.Append(": ");
                Write(text, cursor.Value, depth + 1);
            }

            count++;
        }

        End(text, count, "fields", depth, '}');
    }

    static void Separate(StringBuilder text, int count) => text.Append(count == 0 ? "" : ", ");

    static void End(StringBuilder text, int count, string what, int depth, char end)
    {
        if (count > Items || (count > 0 && depth >= Depth))
            text.Append(CultureInfo.InvariantCulture, $"{(depth < Depth ? ", " : "")}… {count} {what}");
        text.Append(end);
    }
}
