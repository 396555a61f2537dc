using System.Runtime.InteropServices;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson.Serialization.Serializers;
using MongoDB.Driver;

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

/// <summary>Copies documents between the driver's buffers and Boom's without looking inside.</summary>
/// <param name="reserve">Gives memory, of an array, for a document that is read.</param>
sealed class EncodedDocumentSerializer(Func<int, Memory<byte>> reserve) : SerializerBase<EncodedDocument>
{
    /// <summary>Each document that is read is an array of its own.</summary>
    public EncodedDocumentSerializer()
        : this(length => new byte[length])
    {
    }

    public override EncodedDocument Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        using var slice = context.Reader.ReadRawBsonDocument();
        var bytes = reserve(slice.Length);
        if (!MemoryMarshal.TryGetArray<byte>(bytes, out var segment))
            throw new InvalidOperationException("The memory of a document is not that of an array.");
        slice.GetBytes(0, segment.Array!, segment.Offset, segment.Count);
        return new(bytes);
    }

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, EncodedDocument value)
    {
        using var slice = EncodedBuffers.Of(value.Bytes);
        context.Writer.WriteRawBsonDocument(slice);
    }
}

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

    public static FilterDefinition<EncodedDocument> Filter(ReadOnlyMemory<byte> document) => new RawBsonDocument(Of(document));

    public static UpdateDefinition<EncodedDocument> Update(ReadOnlyMemory<byte> document) => new RawBsonDocument(Of(document));
}
