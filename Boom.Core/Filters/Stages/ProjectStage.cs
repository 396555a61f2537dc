using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>
/// <c>$project</c>, <c>$addFields</c>, <c>$set</c> and <c>$unset</c>. Fields of the document come first, in its order, then what is computed, in the order written.
/// Every expression sees the document as it entered the stage.
/// </summary>
/// <param name="root">The tree of fields.</param>
/// <param name="keepsOthers">Whether fields that are not named stay.</param>
sealed class ProjectStage(Place place, ProjectionNode root, bool keepsOthers) : Stage(place)
{
    // A computed _id stands first all the same.
    readonly bool _computesId = root.Children.Any(child => child.Name.Text == "_id" && child.Computes);

    public ProjectionNode Root => root;

    public bool KeepsOthers => keepsOthers;

    public override Truth Apply(FilterRun run, ref FilterValue document)
    {
        document = Build(run, root, document);
        return Truth.True;
    }

    FilterValue Build(FilterRun run, ProjectionNode node, in FilterValue document)
    {
        var room = node.Children.Count + (keepsOthers && !document.IsMissing ? Documents.Count(document) : 0);
        var builder = new FieldBuilder(run, room);
        Span<bool> done = node.Children.Count <= 128 ? stackalloc bool[node.Children.Count] : new bool[node.Children.Count];
        if (!document.IsMissing)
            Keep(run, node, document, ref builder, done);
        if (node.Computes)
            Compute(run, node, ref builder, done);
        if (_computesId && ReferenceEquals(node, root))
            builder.MoveToFront(builder.Find("_id"u8));
        return builder.Complete();
    }

    void Keep(FilterRun run, ProjectionNode node, in FilterValue document, ref FieldBuilder builder, Span<bool> done)
    {
        var left = keepsOthers ? int.MaxValue : node.Children.Count;
        var cursor = new FieldCursor(document);
        while (left > 0 && cursor.Next())
        {
            var index = node.Find(cursor.Name);
            if (index < 0)
            {
                if (keepsOthers)
                    builder.Add(cursor.Field);
                continue;
            }

            left--;
            var child = node.Children[index];
            switch (child.Kind)
            {
                case ProjectionKind.Include:
                case ProjectionKind.Compute when keepsOthers:
                    builder.Add(cursor.Field);
                    break;
                case ProjectionKind.Branch:
                    Enter(run, child, cursor.Field, ref builder, ref done[index]);
                    break;
            }
        }
    }

    void Enter(FilterRun run, ProjectionNode child, in FilterField field, ref FieldBuilder builder, ref bool done)
    {
        var value = field.Value;
        // What is put in the place of a scalar stands behind the fields that are kept, unless all are.
        if (!keepsOthers && value.Type is not (BsonType.Document or BsonType.Array))
            return;
        done = true;
        builder.Add(field.With(Inside(run, child, value)));
    }

    FilterValue Inside(FilterRun run, ProjectionNode child, in FilterValue value)
    {
        if (value.IsUnknown)
            return value;
        if (value.Type == BsonType.Document)
            return Build(run, child, value);
        if (value.Type == BsonType.Array)
            return InArray(run, child, value);
        return child.Computes ? Build(run, child, default) : keepsOthers ? value : default;
    }

    FilterValue InArray(FilterRun run, ProjectionNode child, in FilterValue array)
    {
        var items = run.Items(array);
        var chunk = run.TakeValues(items.Length, out var start);
        var count = 0;
        foreach (ref readonly var item in items)
        {
            var value = Inside(run, child, item);
            if (!value.IsMissing)
                chunk[start + count++] = value;
        }

        return run.List(chunk, start, items.Length, count);
    }

    void Compute(FilterRun run, ProjectionNode node, ref FieldBuilder builder, Span<bool> done)
    {
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            if (child.Kind == ProjectionKind.Compute)
                Set(child.Name, child.Value!.Evaluate(run), ref builder);
            else if (child.Computes && !done[i])
                Set(child.Name, Build(run, child, default), ref builder);
        }
    }

    static void Set(FieldName name, in FilterValue value, ref FieldBuilder builder)
    {
        if (!value.IsMissing)
        {
            builder.Set(new(name, value));
            return;
        }

        var index = builder.Find(name.Utf8);
        if (index >= 0)
            builder.RemoveAt(index);
    }
}
