using System.Text;

namespace Boom.Core.Avro;

/// <summary>Where the parts of an object container file lie (Avro specification, "Object Container Files").</summary>
/// <param name="SchemaJson">The writer's schema, JSON in UTF-8.</param>
/// <param name="Codec">Compression of the blocks.</param>
/// <param name="SyncOffset">Offset of the 16-byte sync marker; the first block follows it.</param>
public readonly record struct AvroContainerHeader(AvroSlice SchemaJson, AvroCodec Codec, int SyncOffset)
{
    /// <summary>Bytes of a sync marker.</summary>
    public const int SyncLength = 16;

    const int MaximumEntries = 256;

    static ReadOnlySpan<byte> Magic => "Obj\x01"u8;

    /// <summary>Reads the header of a container. Throws <see cref="AvroFormatException"/>.</summary>
    public static AvroContainerHeader Read(ReadOnlySpan<byte> container)
    {
        if (!container.StartsWith(Magic))
        {
            throw container.IsEmpty
                ? new AvroFormatException(AvroFault.NotAvro, "the packet is empty")
                : new AvroFormatException(AvroFault.NotAvro, "the packet does not begin as an Avro container (Obj, 1)", 0);
        }

        var reader = new AvroReader(container);
        reader.Skip(Magic.Length);
        var schema = default(AvroSlice);
        var codec = AvroCodec.Null;
        var entries = 0;
        while (reader.ReadBlock(2, out _) is var count and > 0)
        {
            entries += count;
            if (entries > MaximumEntries)
                throw new AvroFormatException(AvroFault.Corrupt, $"the header has more than {MaximumEntries} entries", reader.Position);
            for (var i = 0; i < count; i++)
            {
                var key = Of(container, reader.ReadSlice());
                var value = reader.ReadSlice();
                if (key.SequenceEqual("avro.schema"u8))
                    schema = value;
                else if (key.SequenceEqual("avro.codec"u8))
                    codec = ParseCodec(Of(container, value), value.Offset);
            }
        }

        if (schema.Length == 0)
            throw new AvroFormatException(AvroFault.Corrupt, "the header has no avro.schema", reader.Position);
        var sync = reader.Position;
        reader.Skip(SyncLength);
        return new AvroContainerHeader(schema, codec, sync);
    }

    static AvroCodec ParseCodec(ReadOnlySpan<byte> name, int position)
    {
        if (name.IsEmpty || name.SequenceEqual("null"u8))
            return AvroCodec.Null;
        if (name.SequenceEqual("deflate"u8))
            return AvroCodec.Deflate;
        if (name.SequenceEqual("snappy"u8))
            return AvroCodec.Snappy;
        var text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, 20)]);
        throw new AvroFormatException(AvroFault.Codec, $"the codec '{text}' is not one of null, deflate, snappy", position);
    }

    static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> data, AvroSlice slice) => data.Slice(slice.Offset, slice.Length);
}

/// <summary>Compression of a container's blocks.</summary>
public enum AvroCodec
{
    Null,
    Deflate,
    Snappy,
}
