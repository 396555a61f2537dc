using Boom.Core.Bson;

namespace Boom.Core.Filters.Values;

/// <summary>Writes values as BSON, with the order of fields in which they were made.</summary>
static class ValueBson
{
    /// <summary>A document of its own; it lives in the writer until that is reset.</summary>
    public static ReadOnlyMemory<byte> Root(BsonWriter writer, in FilterValue document)
    {
        writer.BeginRoot();
        WriteFields(writer, document, 0);
        return writer.EndRoot();
    }

    /// <summary>One element; a missing value is left out.</summary>
    public static void Write(BsonWriter writer, ReadOnlySpan<byte> name, in FilterValue value) => Write(writer, name, value, 0);

    static void Write(BsonWriter writer, ReadOnlySpan<byte> name, in FilterValue value, int depth)
    {
        if (value.IsUnknown)
            throw new UnknownValueException();
        switch (value.Form)
        {
            case ValueForm.List:
                var array = writer.BeginArray(name);
                var items = value.ListSource.AsSpan(value.Start, value.Count);
                for (var i = 0; i < items.Length; i++)
                    Write(writer, BsonIndexNames.Of(i), items[i].IsMissing ? FilterValue.Null : items[i], Deeper(depth));
                writer.End(array);
                break;
            case ValueForm.Fields:
                var document = writer.BeginDocument(name);
                WriteFields(writer, value, Deeper(depth));
                writer.End(document);
                break;
            default:
                if (!value.IsMissing)
                {
                    var plain = value.AsMatch();
                    writer.Raw(plain.Type, name, plain.Bytes);
                }

                break;
        }
    }

    static void WriteFields(BsonWriter writer, in FilterValue document, int depth)
    {
        var cursor = new FieldCursor(document);
        while (cursor.Next())
            Write(writer, cursor.Name, cursor.Value, depth);
    }

    static int Deeper(int depth) => depth < FilterLimits.ValueDepth
        ? depth + 1
        : throw new FilterEvaluationException($"a value is nested deeper than {FilterLimits.ValueDepth} levels");
}
