using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary><c>$unwind</c>: a document for each element of an array.</summary>
sealed class UnwindStage(Place place, FieldName[] path, FieldName[]? index, bool keepsEmpty) : SetStage(place)
{
    public static Stage Compile(StageCall call, in FilterValue argument)
    {
        var (path, index, keeps) = (argument, default(FilterValue), default(FilterValue));
        if (argument.Type == BsonType.Document)
        {
            var walker = new ElementWalker(argument);
            path = default;
            while (walker.Next())
            {
                if (walker.Name.SequenceEqual("path"u8))
                    path = walker.Value;
                else if (walker.Name.SequenceEqual("includeArrayIndex"u8))
                    index = walker.Value;
                else if (walker.Name.SequenceEqual("preserveNullAndEmptyArrays"u8))
                    keeps = walker.Value;
                else
                    throw call.Place.Fault($"it takes path, includeArrayIndex and preserveNullAndEmptyArrays, not {Encoding.UTF8.GetString(walker.Name)}");
            }
        }

        var text = path.Type == BsonType.String ? Encoding.UTF8.GetString(path.AsUtf8()) : "";
        if (!text.StartsWith('$'))
            throw call.Place.Fault("it takes the path of an array that begins with $, such as \"$prv_candidates\"");
        if (!keeps.IsMissing && keeps.Type != BsonType.Boolean)
            throw call.Place.Fault("it takes true or false as preserveNullAndEmptyArrays");
        var indexText = index.Type == BsonType.String ? Encoding.UTF8.GetString(index.AsUtf8()) : "";
        if (!index.IsMissing && (indexText.Length == 0 || indexText.StartsWith('$')))
            throw call.Place.Fault("it takes the name of a field that does not begin with $ as includeArrayIndex");
        call.Context.Shape = InputShape.None;
        return new UnwindStage(
            call.Place,
            call.Context.Names(FieldPaths.Names(text[1..], text, call.Place)),
            index.IsMissing ? null : call.Context.Names(FieldPaths.Names(indexText, indexText, call.Place)),
            !keeps.IsMissing && keeps.AsBoolean());
    }

    public override void ApplyAll(FilterRun run, List<FilterValue> documents)
    {
        var unwound = new List<FilterValue>();
        foreach (var document in documents)
            Unwind(run, document, unwound);
        documents.Clear();
        documents.AddRange(unwound);
    }

    void Unwind(FilterRun run, in FilterValue document, List<FilterValue> unwound)
    {
        var value = document;
        foreach (var part in path)
            value = Documents.Find(value, part);
        var isArray = value.Type == BsonType.Array;
        if (isArray ? FilterRun.Count(value) == 0 : value.IsNullish)
        {
            if (keepsEmpty)
                unwound.Add(Numbered(run, isArray ? Set(run, document, path, 0, default) : document, FilterValue.Null));
            return;
        }

        if (!isArray)
        {
            unwound.Add(Numbered(run, document, FilterValue.Null));
            return;
        }

        var items = run.Items(value);
        for (var i = 0; i < items.Length; i++)
            unwound.Add(Numbered(run, Set(run, document, path, 0, items[i]), FilterValue.Of((long)i)));
    }

    FilterValue Numbered(FilterRun run, in FilterValue document, in FilterValue number)
        => index is null ? document : Set(run, document, index, 0, number);

    static FilterValue Set(FilterRun run, in FilterValue document, FieldName[] parts, int part, in FilterValue value)
    {
        var builder = new FieldBuilder(run, Documents.Count(document) + 1);
        var cursor = new FieldCursor(document);
        while (cursor.Next())
            builder.Add(cursor.Field);
        var at = builder.Find(parts[part].Utf8);
        var inner = at < 0 ? default : builder.Fields[at].Value;
        var next = part == parts.Length - 1 ? value
            : Set(run, inner.Type == BsonType.Document ? inner : FilterValue.Fields([], 0, 0), parts, part + 1, value);
        if (!next.IsMissing)
            builder.Set(new(parts[part], next));
        else if (at >= 0)
            builder.RemoveAt(at);
        return builder.Complete();
    }
}
