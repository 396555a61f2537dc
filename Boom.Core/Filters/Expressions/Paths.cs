using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>How expressions follow a dotted path: into objects by name, into each object of an array, never by the index of an array.</summary>
static class Paths
{
    public static FilterValue Follow(FilterRun run, in FilterValue from, FieldName[] parts, int part)
    {
        var value = from;
        for (; part < parts.Length; part++)
        {
            if (value.Type == BsonType.Document)
                value = Documents.Find(value, parts[part]);
            else if (value.Type == BsonType.Array)
                return InArray(run, value, parts, part);
            else
                return value.IsUnknown ? value : default;
        }

        return value;
    }

    /// <summary>The values of those elements that are objects with the rest of the path; the others are dropped.</summary>
    static FilterValue InArray(FilterRun run, in FilterValue array, FieldName[] parts, int part)
    {
        var items = run.Items(array);
        var chunk = run.TakeValues(items.Length, out var start);
        var count = 0;
        foreach (ref readonly var item in items)
        {
            if (item.IsUnknown)
                return item;
            if (item.Type != BsonType.Document)
                continue;
            var value = Follow(run, item, parts, part);
            if (value.IsUnknown)
                return value;
            if (!value.IsMissing)
                chunk[start + count++] = value;
        }

        return run.List(chunk, start, items.Length, count);
    }
}
