namespace Boom.Core.Avro;

/// <summary>Walks the blocks of a container and decompresses them. Every length, count and sync marker is checked.</summary>
/// <param name="container">The whole container.</param>
/// <param name="header">Its header.</param>
struct AvroBlockReader(ReadOnlyMemory<byte> container, AvroContainerHeader header)
{
    int _position = header.SyncOffset + AvroContainerHeader.SyncLength;

    /// <summary>Number of records of the block.</summary>
    public int Records { get; private set; }

    /// <summary>Encoding of its records; a slice of the container when its codec is null.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>Where the block's data begin in the container, in bytes.</summary>
    public int DataPosition { get; private set; }

    /// <summary>Moves to the next block; false at the end. Throws <see cref="AvroFormatException"/>.</summary>
    public bool Read()
    {
        var span = container.Span;
        if (_position >= span.Length)
            return false;

        var reader = new AvroReader(span[_position..]);
        var (count, size) = ReadHead(ref reader);
        var start = _position + reader.Position;
        if (size > span.Length - start)
            throw new AvroFormatException(AvroFault.Truncated, $"a block of {size} bytes where {span.Length - start} are left", start);
        var end = start + (int)size;
        if (span.Length - end < AvroContainerHeader.SyncLength)
            throw new AvroFormatException(AvroFault.Truncated, "the packet ends before the sync marker of its block", end);
        if (!span.Slice(end, AvroContainerHeader.SyncLength).SequenceEqual(span.Slice(header.SyncOffset, AvroContainerHeader.SyncLength)))
            throw new AvroFormatException(AvroFault.Corrupt, "the sync marker after the block is not the one of the header", end);
        var data = AvroDecompressor.Decompress(header.Codec, container.Slice(start, (int)size), start);
        if (count > data.Length)
            throw new AvroFormatException(AvroFault.Corrupt, $"a block of {count} records in {data.Length} bytes", start);
        _position = end + AvroContainerHeader.SyncLength;
        (Records, Data, DataPosition) = ((int)count, data, start);
        return true;
    }

    readonly (long Count, long Size) ReadHead(ref AvroReader reader)
    {
        try
        {
            var count = reader.ReadLong();
            var size = reader.ReadLong();
            if (count < 0 || size < 0)
                throw new AvroFormatException(AvroFault.Corrupt, $"a block of {count} records and {size} bytes", reader.Position);
            return (count, size);
        }
        catch (AvroFormatException exception)
        {
            throw new AvroFormatException(exception.Fault, exception.What, _position + exception.Position);
        }
    }
}
