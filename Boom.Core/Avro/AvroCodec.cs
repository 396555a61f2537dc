namespace Boom.Core.Avro;

/// <summary>Compression of a container's blocks.</summary>
public enum AvroCodec
{
    Null,
    Deflate,
    Snappy,
}
