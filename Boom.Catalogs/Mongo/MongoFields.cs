using System.Globalization;
using System.Text;
using Boom.Catalogs.Text;
using Boom.Core.Bson;
using Boom.Core.Catalogs;

namespace Boom.Catalogs.Mongo;

/// <summary>
/// The fields of a collection's documents as columns: those at the top, and those of sub-documents one level down as <c>a.b</c>. What cannot be one is named.
/// </summary>
sealed class MongoFields
{
    const int MostColumns = 4000;
    const string Coordinates = "coordinates";

    readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _skipped = new(StringComparer.Ordinal);
    readonly TextTypes _types = new();
    readonly List<string> _names = [];

    /// <summary>Whether documents have <c>coordinates.radec_geojson</c>.</summary>
    public bool HasGeoJson { get; private set; }

    public IReadOnlyList<string> Names => _names;

    public IEnumerable<SkippedColumn> Skipped => _skipped.Select(pair => new SkippedColumn(pair.Key, pair.Value));

    public bool IsLooking => _types.IsLooking;

    /// <summary>Type of a column; text before its first value.</summary>
    public SkyColumnType TypeOf(int column) => _types[column] ?? SkyColumnType.String;

    /// <summary>Takes over what was seen.</summary>
    public void Settle() => _types.Settle();

    /// <summary>Notes the fields and types of a document.</summary>
    public void See(ReadOnlySpan<byte> document) => See(document, "");

    /// <summary>Hands over the values of a document; false when one does not fit, or is of a field not seen before: then <see cref="See(ReadOnlySpan{byte})"/> what comes.</summary>
    public bool Read(ReadOnlySpan<byte> document, CatalogRow row, ColumnPlan plan)
    {
        if (!Read(document, "", row, plan))
            _types.IsLooking = true;
        return !_types.IsLooking;
    }

    /// <summary>The position of <c>coordinates.radec_geojson</c>, whose longitude is the right ascension less 180 degrees.</summary>
    public static bool TryGeoJson(ReadOnlySpan<byte> document, out double ra, out double dec)
    {
        (ra, dec) = (double.NaN, double.NaN);
        var reader = new BsonReader(document);
        if (!reader.Find("coordinates"u8) || reader.Type != BsonType.Document)
            return false;
        reader = new BsonReader(reader.Value);
        if (!reader.Find("radec_geojson"u8) || reader.Type != BsonType.Document)
            return false;
        reader = new BsonReader(reader.Value);
        if (!reader.Find("coordinates"u8) || reader.Type != BsonType.Array)
            return false;
        reader = new BsonReader(reader.Value);
        if (!reader.Read())
            return false;
        ra = reader.AsDouble() + 180;
        if (!reader.Read())
            return false;
        dec = reader.AsDouble();
        return true;
    }

    void See(ReadOnlySpan<byte> document, string prefix)
    {
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            var name = prefix + Encoding.UTF8.GetString(reader.Name);
            if (name == Coordinates)
            {
                HasGeoJson |= TryGeoJson(document, out _, out _);
                _skipped.TryAdd(name, "the store's own form of the position");
            }
            else if (reader.Type == BsonType.Document && prefix.Length == 0)
                See(reader.Value, name + ".");
            else if (Obstacle(reader.Type) is { } obstacle)
                _skipped.TryAdd(name, obstacle);
            else if (ColumnOf(name) is >= 0 and var column)
                SeeValue(column, reader);
        }
    }

    int ColumnOf(string name)
    {
        if (_indices.TryGetValue(name, out var column))
            return column;
        if (_names.Count == MostColumns)
        {
            _skipped.TryAdd(name, $"beyond the first {MostColumns} columns");
            return -1;
        }

        column = _types.Add();
        _names.Add(name);
        _indices.Add(name, column);
        return column;
    }

    void SeeValue(int column, BsonReader reader)
    {
        switch (reader.Type)
        {
            case BsonType.Null:
                break;
            case BsonType.Boolean:
                _types.See(column, SkyColumnType.Bool);
                break;
            case BsonType.Int32:
                _types.See(column, SkyColumnType.Int32);
                break;
            case BsonType.Int64:
                _types.See(column, SkyColumnType.Int64);
                _types.See(column, reader.AsInt64());
                break;
            case BsonType.Double:
                _types.See(column, SkyColumnType.Float64);
                break;
            default:
                _types.See(column, SkyColumnType.String);
                break;
        }
    }

    bool Read(ReadOnlySpan<byte> document, string prefix, CatalogRow row, ColumnPlan plan)
    {
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            if (prefix.Length == 0 && reader.Name.SequenceEqual("coordinates"u8))
                continue;
            var name = prefix + Encoding.UTF8.GetString(reader.Name);
            if (reader.Type == BsonType.Document && prefix.Length == 0)
            {
                if (!Read(reader.Value, name + ".", row, plan))
                    return false;
            }
            else if (Obstacle(reader.Type) is not null)
            {
                if (!_skipped.ContainsKey(name))
                    return false;
            }
            else if (!_indices.TryGetValue(name, out var column))
            {
                if (!_skipped.ContainsKey(name))
                    return false;
            }
            else if (reader.Type != BsonType.Null && plan.Wants(column) && !Set(row, column, reader))
                return false;
        }

        return true;
    }

    bool Set(CatalogRow row, int column, BsonReader reader)
    {
        switch (_types[column])
        {
            case SkyColumnType.Float64 when reader.Type is BsonType.Double or BsonType.Int32 || (reader.Type == BsonType.Int64 && IsExact(reader.AsInt64())):
                row.SetFloat64(column, reader.AsDouble());
                return true;
            case SkyColumnType.Int64 when reader.Type is BsonType.Int64 or BsonType.Int32:
                if (!IsExact(reader.AsInt64()))
                    _types.SeeLarge(column);
                row.SetInt64(column, reader.AsInt64());
                return true;
            case SkyColumnType.Int32 when reader.Type == BsonType.Int32:
                row.SetInt32(column, (int)reader.AsInt64());
                return true;
            case SkyColumnType.Bool when reader.Type == BsonType.Boolean:
                row.SetBool(column, reader.AsBoolean());
                return true;
            case SkyColumnType.String when reader.Type == BsonType.String:
                row.SetString(column, reader.AsUtf8());
                return true;
            case SkyColumnType.String:
                row.SetString(column, Encoding.UTF8.GetBytes(Text(reader)));
                return true;
            default:
                return false;
        }
    }

    static bool IsExact(long value) => value is >= -TextNumber.LargestExact and <= TextNumber.LargestExact;

    static string Text(BsonReader reader) => reader.Type switch
    {
        BsonType.Boolean => reader.AsBoolean() ? "true" : "false",
        BsonType.Int32 or BsonType.Int64 => reader.AsInt64().ToString(CultureInfo.InvariantCulture),
        BsonType.Double => reader.AsDouble() is var value && double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "",
        BsonType.ObjectId => Convert.ToHexStringLower(reader.Value),
        _ => Date(reader.AsInt64()),
    };

    static string Date(long milliseconds) => milliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture)
        : milliseconds.ToString(CultureInfo.InvariantCulture);

    static string? Obstacle(BsonType type) => type switch
    {
        BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Boolean or BsonType.String or BsonType.ObjectId or BsonType.DateTime or BsonType.Null => null,
        BsonType.Document => "nested more than one level",
        BsonType.Array => "an array",
        _ => $"of the type {type}",
    };
}
