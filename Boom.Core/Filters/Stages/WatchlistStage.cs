using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>Ends alerts of objects that are not on the watch list, and writes the entries that match into <c>annotations.watchlist</c>.</summary>
sealed class WatchlistStage(Place place, string list) : Stage(place)
{
    static readonly FieldName Annotations = new("annotations");
    static readonly FieldName Entries = new("watchlist");

    public string List => list;

    public override Truth Apply(FilterRun run, ref FilterValue document)
    {
        if (run.Input.Watchlists is not { } lists || !lists.TryGetValue(list, out var entries) || entries.Count == 0)
            return Truth.False;
        var chunk = run.TakeValues(entries.Count, out var start);
        var count = 0;
        foreach (var entry in entries)
        {
            if (!entry.IsEmpty)
                chunk[start + count++] = FilterValue.Document(entry);
        }

        if (count > 0)
            document = Set(run, document, FilterValue.List(chunk, start, count));
        return Truth.True;
    }

    static FilterValue Set(FilterRun run, in FilterValue document, in FilterValue entries)
    {
        var annotations = Documents.Find(document, Annotations);
        if (annotations.IsUnknown)
            return document;
        var isObject = annotations.Type == BsonType.Document;
        var inner = Copy(run, isObject ? annotations : FilterValue.Fields([], 0, 0));
        inner.Set(new(Entries, entries));
        var outer = Copy(run, document);
        outer.Set(new(Annotations, inner.Complete()));
        return outer.Complete();
    }

    static FieldBuilder Copy(FilterRun run, in FilterValue document)
    {
        var builder = new FieldBuilder(run, Documents.Count(document) + 1);
        var cursor = new FieldCursor(document);
        while (cursor.Next())
            builder.Add(cursor.Field);
        return builder;
    }
}
