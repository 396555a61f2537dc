using System.Globalization;
using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Values as other types; null and missing stay null.</summary>
static class Conversions
{
    const int LettersPerStep = 16;

    public static FilterValue ToDouble(FilterRun run, in FilterValue value) => value.Type switch
    {
        BsonType.Null or default(BsonType) => FilterValue.Null,
        BsonType.Double => value,
        BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128 => FilterValue.Of(NumberTower.Double(value)),
        BsonType.Boolean => FilterValue.Of(value.AsBoolean() ? 1.0 : 0.0),
        BsonType.DateTime => FilterValue.Of((double)value.AsInt64()),
        BsonType.String => FilterValue.Of(Parsed(value)),
        _ => throw Words.Takes("$toDouble", "a number, text, true or false, or a date", value),
    };

    public static FilterValue ToInteger(string name, in FilterValue value, long least, long most)
    {
        var wide = most == long.MaxValue;
        switch (value.Type)
        {
            case BsonType.Null or default(BsonType):
                return FilterValue.Null;
            case BsonType.Int32 or BsonType.Int64:
                return Checked(value.AsInt64());
            case BsonType.Boolean:
                return Checked(value.AsBoolean() ? 1 : 0);
            case BsonType.DateTime when wide:
                return FilterValue.Of(value.AsInt64());
            case BsonType.Double when double.IsFinite(value.AsDouble()) && Math.Abs(value.AsDouble()) <= 9.3e18:
                return Checked((Int128)Math.Truncate(value.AsDouble()));
            case BsonType.Decimal128 when NumberTower.AsDecimal(value).TryToInt64(out var whole):
                return Checked(whole);
            case BsonType.String when long.TryParse(Encoding.UTF8.GetString(value.AsUtf8()), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed):
                return Checked(parsed);
            case BsonType.Double or BsonType.Decimal128:
                throw new FilterEvaluationException($"{name} takes a number that fits");
            default:
                throw Words.Takes(name, "a number, the text of a whole number, or true or false", value);
        }

        FilterValue Checked(Int128 number)
        {
            if (number < least || number > most)
                throw new FilterEvaluationException($"{name} takes a number that fits");
            return wide ? FilterValue.Of((long)number) : FilterValue.Of((int)number);
        }
    }

    public static FilterValue ToDecimal(FilterRun run, in FilterValue value)
    {
        if (value.IsNullish)
            return FilterValue.Null;
        if (value.Type == BsonType.Boolean)
            return NumberTower.Decimal(run, NumberTower.AsDecimal(FilterValue.Of(value.AsBoolean() ? 1 : 0)));
        if (value.IsNumber)
            return NumberTower.Decimal(run, NumberTower.AsDecimal(value));
        if (value.Type != BsonType.String)
            throw Words.Takes("$toDecimal", "a number, text, or true or false", value);
        run.Spend(1 + (value.Count / LettersPerStep));
        if (!DecimalText.TryParse(Encoding.UTF8.GetString(value.AsUtf8()), out var number))
            throw new FilterEvaluationException("$toDecimal takes text that is a number");
        return number is { } fits ? NumberTower.Decimal(run, fits) : throw new FilterEvaluationException("$toDecimal takes text of a number that fits");
    }

    public static FilterValue ToDate(FilterRun run, in FilterValue value)
    {
        switch (value.Type)
        {
            case BsonType.Null or default(BsonType):
                return FilterValue.Null;
            case BsonType.DateTime:
                return value;
            case BsonType.Int64:
                return FilterValue.Date(value.AsInt64());
            case BsonType.Double or BsonType.Decimal128 when Math.Abs(NumberTower.Double(value)) < 9.2e18:
                return FilterValue.Date((long)NumberTower.Double(value));
            case BsonType.String when DateTimeOffset.TryParse(
                Encoding.UTF8.GetString(value.AsUtf8()), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time):
                return FilterValue.Date(time.ToUnixTimeMilliseconds());
            default:
                throw Words.Takes("$toDate", "an int64 or double of Unix milliseconds, or the text of a date", value);
        }
    }

    public static FilterValue ToText(FilterRun run, in FilterValue value)
    {
        if (value.IsNullish)
            return FilterValue.Null;
        return value.Type == BsonType.String ? value : run.Text(Text("$toString", value));
    }

    /// <summary>A scalar value as text.</summary>
    static string Text(string name, in FilterValue value) => value.Type switch
    {
        BsonType.Int32 or BsonType.Int64 => value.AsInt64().ToString(CultureInfo.InvariantCulture),
        BsonType.Double => Text(value.AsDouble()),
        BsonType.Decimal128 => NumberTower.AsDecimal(value).ToString(),
        BsonType.Boolean => value.AsBoolean() ? "true" : "false",
        BsonType.DateTime => Date(value.AsInt64()),
        BsonType.ObjectId => Convert.ToHexStringLower(value.Bytes),
        _ => throw Words.Takes(name, "a number, text, true or false, a date or an object identifier", value),
    };

    /// <summary>The shortest text that reads back as the double, in the manner of C.</summary>
    static string Text(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Replace("E", "e", StringComparison.Ordinal);
    }

    static string Date(long unixMilliseconds) => IsoDate(unixMilliseconds) ?? throw new FilterEvaluationException("$toString takes dates of the years 1 to 9999");

    /// <summary>A date as ISO 8601 in UTC; null outside the years 1 to 9999.</summary>
    public static string? IsoDate(long unixMilliseconds) => unixMilliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999
        ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : null;

    static double Parsed(in FilterValue value)
    {
        var text = Encoding.UTF8.GetString(value.AsUtf8());
        return double.TryParse(text, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FilterEvaluationException("$toDouble takes text that is a number");
    }
}
