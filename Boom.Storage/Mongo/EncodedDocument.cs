using System.Runtime.InteropServices;
using MongoDB.Bson.Serialization.Attributes;

namespace Boom.Storage.Mongo;

/// <summary>A document as BSON bytes, which the driver passes on as they are.</summary>
/// <param name="Bytes">The document, complete.</param>
[BsonSerializer(typeof(EncodedDocumentSerializer))]
readonly record struct EncodedDocument(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The bytes as an array of their own; without a copy when they fill one.</summary>
    public byte[] ToArray()
        => MemoryMarshal.TryGetArray(Bytes, out var segment) && segment is { Offset: 0, Array: { } array } && array.Length == segment.Count
            ? array
            : Bytes.ToArray();
}
