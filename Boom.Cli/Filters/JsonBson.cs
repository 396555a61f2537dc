using System.Globalization;
using System.Text.Json;
using MongoDB.Bson;

namespace Boom.Cli.Filters;

/// <summary>Documents written by hand: a number with a point or an exponent is a double, any other an int32 where it fits, else an int64.</summary>
internal static class JsonBson
{
    /// <summary>A value of JSON as one of BSON.</summary>
    public static BsonValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new BsonDocument(json.EnumerateObject().Select(field => new BsonElement(field.Name, Value(field.Value)))),
        JsonValueKind.Array => new BsonArray(json.EnumerateArray().Select(Value)),
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => Number(json),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        _ => BsonNull.Value,
    };

    /// <summary>Sets what a path leads to, or takes it away; false when the path leads nowhere.</summary>
    public static bool Change(BsonValue within, ReadOnlySpan<string> path, BsonValue? value)
    {
        var name = path[0];
        if (within is BsonArray list)
            return ChangeElement(list, path, value);
        if (within is not BsonDocument document)
            return false;
        if (path.Length > 1)
        {
            if (!document.Contains(name) && value is not null)
                document[name] = new BsonDocument();
            return document.Contains(name) && Change(document[name], path[1..], value);
        }

        if (value is not null)
            document[name] = value;
        else if (!document.Contains(name))
            return false;
        else
            document.Remove(name);
        return true;
    }

    static bool ChangeElement(BsonArray list, ReadOnlySpan<string> path, BsonValue? value)
    {
        if (!int.TryParse(path[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= list.Count)
            return false;
        if (path.Length > 1)
            return Change(list[index], path[1..], value);
        if (value is not null)
            list[index] = value;
        else
            list.RemoveAt(index);
        return true;
    }

    static BsonValue Number(JsonElement json)
    {
        if (json.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0 || !json.TryGetInt64(out var whole))
            return json.GetDouble();
        return whole is >= int.MinValue and <= int.MaxValue ? (int)whole : whole;
    }
}
