using Boom.Core.Bson;

namespace Boom.Core.Filters.Values;

/// <summary>Writes values as BSON, with the order of fields in which they were made.</summary>
static class ValueBson
{
    /// <summary>A document of its own; it lives in the writer until that is reset.</summary>
    public static ReadOnlyMemory<byte> Root(BsonWriter writer, in FilterValue document)
    {
        var room = FilterLimits.ResultBytes;
        writer.BeginRoot();
        try
        {
            WriteFields(writer, document, 0, ref room);
            return writer.EndRoot();
        }
        catch
        {
            writer.Abandon();
            throw;
        }
    }

    /// <summary>One element; a missing value is left out.</summary>
    public static void Write(BsonWriter writer, ReadOnlySpan<byte> name, in FilterValue value)
    {
        var room = FilterLimits.ResultBytes;
        Write(writer, name, value, 0, ref room);
    }

    static void Write(BsonWriter writer, ReadOnlySpan<byte> name, in FilterValue value, int depth, ref int room)
    {
        // One array may stand in a value many times.
        room -= name.Length + 2;
        if (room < 0)
            throw new FilterBudgetException($"a document that the filter makes has more than {FilterLimits.ResultBytes} bytes");
        if (value.IsUnknown)
            throw new UnknownValueException();
        switch (value.Form)
        {
            case ValueForm.List:
                var array = writer.BeginArray(name);
                var items = value.ListSource.AsSpan(value.Start, value.Count);
                for (var i = 0; i < items.Length; i++)
                    Write(writer, BsonIndexNames.Of(i), items[i].IsMissing ? FilterValue.Null : items[i], Deeper(depth), ref room);
                writer.End(array);
                break;
            case ValueForm.Fields:
                var document = writer.BeginDocument(name);
                WriteFields(writer, value, Deeper(depth), ref room);
                writer.End(document);
                break;
            default:
                if (!value.IsMissing)
                {
                    var plain = value.AsMatch();
                    room -= plain.Bytes.Length;
                    writer.Raw(plain.Type, name, plain.Bytes);
                }

                break;
        }
    }

    static void WriteFields(BsonWriter writer, in FilterValue document, int depth, ref int room)
    {
        var cursor = new FieldCursor(document);
        while (cursor.Next())
            Write(writer, cursor.Name, cursor.Value, depth, ref room);
    }

    static int Deeper(int depth) => depth < FilterLimits.ValueDepth
        ? depth + 1
        : throw new FilterEvaluationException($"a value is nested deeper than {FilterLimits.ValueDepth} levels");
}
