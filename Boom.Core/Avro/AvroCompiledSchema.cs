namespace Boom.Core.Avro;

/// <summary>A writer's schema and the reader compiled for it, or the reason why there is none.</summary>
/// <typeparam name="T">What a record becomes.</typeparam>
sealed class AvroCompiledSchema<T>(AvroSchema? schema, AvroRecordReader<T>? read, AvroFormatException? fault)
{
    /// <summary>The writer's schema.</summary>
    public AvroSchema Schema => schema!;

    internal static AvroCompiledSchema<T> Compile(ReadOnlySpan<byte> schemaJson, Func<string, string?>? refuse)
    {
        try
        {
            var parsed = AvroSchema.Parse(schemaJson);
            if (refuse?.Invoke(parsed.Name) is { } reason)
                throw new AvroFormatException(AvroFault.Foreign, reason);
            return new AvroCompiledSchema<T>(parsed, AvroRecordCompiler.Compile<T>(parsed), null);
        }
        catch (AvroFormatException exception)
        {
            return new AvroCompiledSchema<T>(null, null, exception);
        }
    }

    internal void ThrowIfFaulty()
    {
        if (fault is not null)
            throw new AvroFormatException(fault.Fault, fault.What, fault.Position, fault.Path);
    }

    /// <summary>Reads the record at <paramref name="offset"/> of the data; answers the offset of its end.</summary>
    /// <param name="data">A block, or one bare datum; slices in the target count from its start.</param>
    /// <param name="offset">First byte of the record.</param>
    /// <param name="position">Position of the data in the packet, for messages.</param>
    /// <param name="strings">Cache of short strings.</param>
    /// <param name="target">Receives the values.</param>
    public int Read(ReadOnlySpan<byte> data, int offset, int position, AvroStringCache strings, ref T target)
    {
        var reader = new AvroReader(data, strings);
        reader.Skip(offset);
        try
        {
            read!(ref reader, ref target);
            return reader.Position;
        }
        catch (AvroFormatException exception)
        {
            var inRecord = new AvroFormatException(exception.Fault, exception.What, exception.Position - offset);
            throw AvroFaultLocator.Locate(inRecord, schema!, data[offset..], position + offset);
        }
    }
}
