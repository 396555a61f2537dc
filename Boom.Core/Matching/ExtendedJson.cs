using System.Globalization;
using System.Text.Json;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>Objects of one name that stand for values which JSON lacks (MongoDB Extended JSON, version 2).</summary>
static class ExtendedJson
{
    /// <summary>
    /// Writes the value that the object at the reader stands for, and moves to its end; false, with nothing moved, for a plain object.
    /// </summary>
    /// <exception cref="MatchException">The name is one of Extended JSON, the content is not.</exception>
    public static bool TryWrite(ref Utf8JsonReader reader, BsonWriter writer, ReadOnlySpan<byte> name)
    {
        var ahead = reader;
        if (!ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName)
            return false;
        var key = MatchJson.Text(ref ahead);
        if (key is not ("$date" or "$oid" or "$numberInt" or "$numberLong" or "$numberDouble" or "$numberDecimal"))
            return false;
        ahead.Read();
        if (key == "$date")
            writer.DateTime(name, Date(ref ahead));
        else
            Scalar(key, ahead.TokenType == JsonTokenType.String ? MatchJson.Text(ref ahead) : "", writer, name);
        ahead.Read();
        if (ahead.TokenType != JsonTokenType.EndObject)
            throw Fault(key, "stands alone in its object");
        reader = ahead;
        return true;
    }

    /// <summary>Why a name of Extended JSON has no place in plain JSON, and what to write instead; null for any other name.</summary>
    public static string? Refusal(string name) => name switch
    {
        "$date" or "$timestamp" => $"{{\"{name}\": …}} is of Extended JSON and means nothing in a filter; times of alerts are Julian dates, so compare a field such as candidate.jd with a number",
        "$numberInt" or "$numberLong" or "$numberDouble" or "$numberDecimal" => $"{{\"{name}\": …}} is of Extended JSON and means nothing in a filter; write the number alone",
        "$oid" or "$binary" or "$uuid" or "$regularExpression" or "$minKey" or "$maxKey" or "$undefined" or "$symbol" or "$code" or "$dbPointer"
            => $"{{\"{name}\": …}} is of Extended JSON and means nothing in a filter",
        _ => null,
    };

    static void Scalar(string key, string text, BsonWriter writer, ReadOnlySpan<byte> name)
    {
        switch (key)
        {
            case "$oid":
                writer.Raw(BsonType.ObjectId, name, ObjectId(text));
                break;
            case "$numberInt":
                writer.Int32(name, int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw Fault(key, "takes the text of an int32"));
                break;
            case "$numberLong":
                writer.Int64(name, Long(key, text));
                break;
            case "$numberDecimal":
                writer.Raw(BsonType.Decimal128, name, Decimal(text));
                break;
            default:
                writer.Double(name, Double(key, text));
                break;
        }
    }

    static byte[] Decimal(string text)
    {
        var bytes = new byte[16];
        DecimalNumber number;
        try
        {
            number = DecimalNumber.Parse(text);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            throw Fault("$numberDecimal", "takes the text of a decimal number");
        }

        number.Encode(bytes);
        return bytes;
    }

    static byte[] ObjectId(string text) => text.Length == 24 && text.All(char.IsAsciiHexDigit)
        ? Convert.FromHexString(text)
        : throw Fault("$oid", "takes 24 hexadecimal digits");

    static long Long(string key, string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Fault(key, "takes the text of an int64");

    static double Double(string key, string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault(key, "takes the text of a double"),
    };

    /// <summary>Unix milliseconds of an ISO 8601 text with its zone, of <c>{"$numberLong": …}</c>, or of a bare integer.</summary>
    static long Date(ref Utf8JsonReader reader)
    {
        const string Key = "$date";
        const string Allowed = "takes a time such as \"2026-03-16T07:00:00Z\" with its zone, or Unix milliseconds";
        switch (reader.TokenType)
        {
            // The text first: it must be whole characters.
            case JsonTokenType.String
                when MatchJson.Text(ref reader).Length > 0 && reader.TryGetDateTime(out var time) && time.Kind != DateTimeKind.Unspecified:
                return reader.GetDateTimeOffset().ToUnixTimeMilliseconds();
            case JsonTokenType.Number when reader.TryGetInt64(out var milliseconds):
                return milliseconds;
            case JsonTokenType.StartObject:
                reader.Read();
                if (reader.TokenType != JsonTokenType.PropertyName || MatchJson.Text(ref reader) != "$numberLong")
                    throw Fault(Key, Allowed);
                reader.Read();
                var number = Long("$numberLong", reader.TokenType == JsonTokenType.String ? MatchJson.Text(ref reader) : "");
                reader.Read();
                return reader.TokenType == JsonTokenType.EndObject ? number : throw Fault(Key, Allowed);
            default:
                throw Fault(Key, Allowed);
        }
    }

    static MatchException Fault(string key, string what) => new($"{key} {what}.");
}
