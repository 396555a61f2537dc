namespace Boom.Core.Avro;

/// <summary>Finds the field in which a decoding error lies, by walking the data once more; used only after an error.</summary>
static class AvroFaultLocator
{
    /// <summary>The same fault with its field and its position in the whole packet.</summary>
    /// <param name="fault">As thrown by the reader; its position counts from <paramref name="data"/>.</param>
    /// <param name="schema">Type of the record that was being read.</param>
    /// <param name="data">From the start of that record on.</param>
    /// <param name="position">Position of <paramref name="data"/> in the packet.</param>
    internal static AvroFormatException Locate(AvroFormatException fault, AvroSchema schema, ReadOnlySpan<byte> data, int position)
    {
        var reader = new AvroReader(data);
        var path = new List<string>();
        // Of a value that is not liked the encoding is sound: the walk stops there by its position.
        var stopAt = fault.Fault is AvroFault.MissingField or AvroFault.OutOfRange ? fault.Position : long.MaxValue;
        try
        {
            Walk(schema, ref reader, path, stopAt);
        }
        catch (AvroFormatException)
        {
            // The walk stops where the reader did; the path now names that field.
        }

        var name = path.Count == 0 ? null : string.Join('.', path).Replace(".[", "[", StringComparison.Ordinal);
        return new AvroFormatException(fault.Fault, fault.What, position + Math.Max(0, fault.Position), name);
    }

    static void Walk(AvroSchema schema, ref AvroReader reader, List<string> path, long stopAt)
    {
        if (reader.Position >= stopAt && schema.Type is AvroType.Null or AvroType.Int or AvroType.Long or AvroType.Float or AvroType.Double)
            throw new AvroFormatException(AvroFault.MissingField, "the walk has come to the fault");
        switch (schema.Type)
        {
            case AvroType.Int:
                reader.ReadInt();
                break;
            case AvroType.Record:
                foreach (var field in schema.Fields)
                {
                    path.Add(field.Name);
                    Walk(field.Schema, ref reader, path, stopAt);
                    path.RemoveAt(path.Count - 1);
                }

                break;
            case AvroType.Union:
                Walk(schema.Branches[reader.ReadBranch(schema.Branches.Count)], ref reader, path, stopAt);
                break;
            case AvroType.Array:
                var index = 0;
                while (reader.ReadBlock(schema.Items!.MinimumBytes, out _) is var count and > 0)
                {
                    for (var end = index + count; index < end; index++)
                    {
                        path.Add($"[{index}]");
                        Walk(schema.Items, ref reader, path, stopAt);
                        path.RemoveAt(path.Count - 1);
                    }
                }

                break;
            default:
                schema.Skip(ref reader);
                break;
        }
    }
}
