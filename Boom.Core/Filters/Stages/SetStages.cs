using System.Runtime.InteropServices;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary><c>$sort</c>, which keeps the order of equals. A single document is in order.</summary>
sealed class SortStage(Place place, SortKeys keys) : Stage(place)
{
    public override Truth Apply(FilterRun run, ref FilterValue document) => Truth.True;

    public override void ApplyAll(FilterRun run, List<FilterValue> documents)
    {
        var sorted = ValueSort.Sort(run, CollectionsMarshal.AsSpan(documents), keys, out var start);
        for (var i = 0; i < documents.Count; i++)
            documents[i] = sorted[start + i];
    }
}

/// <summary><c>$limit</c>; a single document is within it.</summary>
sealed class LimitStage(Place place, long count) : Stage(place)
{
    public override Truth Apply(FilterRun run, ref FilterValue document) => Truth.True;

    public override void ApplyAll(FilterRun run, List<FilterValue> documents)
    {
        if (documents.Count > count)
            documents.RemoveRange((int)count, documents.Count - (int)count);
    }
}

/// <summary><c>$skip</c>.</summary>
sealed class SkipStage(Place place, long count) : SetStage(place)
{
    public override void ApplyAll(FilterRun run, List<FilterValue> documents) => documents.RemoveRange(0, (int)Math.Min(count, documents.Count));
}

/// <summary><c>$sample</c>: any documents will do, so it takes the first.</summary>
sealed class SampleStage(Place place, long size) : SetStage(place)
{
    public override void ApplyAll(FilterRun run, List<FilterValue> documents)
    {
        if (documents.Count > size)
            documents.RemoveRange((int)size, documents.Count - (int)size);
    }
}

/// <summary><c>$count</c>: of no document there is none.</summary>
sealed class CountStage(Place place, FieldName name) : SetStage(place)
{
    public override void ApplyAll(FilterRun run, List<FilterValue> documents)
    {
        var count = documents.Count;
        documents.Clear();
        if (count == 0)
            return;
        var builder = new FieldBuilder(run, 1);
        builder.Add(new(name, FilterValue.Of(count)));
        documents.Add(builder.Complete());
    }
}
