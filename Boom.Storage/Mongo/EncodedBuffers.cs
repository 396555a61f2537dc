using System.Runtime.InteropServices;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>Encoded documents in the driver's clothes, without a copy.</summary>
static class EncodedBuffers
{
    /// <summary>The bytes as a buffer of the driver.</summary>
    public static IByteBuffer Of(ReadOnlyMemory<byte> document)
    {
        if (!MemoryMarshal.TryGetArray(document, out var segment) || segment.Array is null)
            segment = new(document.ToArray());
        return new ByteArrayBuffer(segment.Array!, isReadOnly: true).GetSlice(segment.Offset, segment.Count);
    }

    /// <summary>An encoded filter.</summary>
    public static FilterDefinition<EncodedDocument> Filter(ReadOnlyMemory<byte> document) => new RawBsonDocument(Of(document));

    /// <summary>An encoded update.</summary>
    public static UpdateDefinition<EncodedDocument> Update(ReadOnlyMemory<byte> document) => new RawBsonDocument(Of(document));
}
