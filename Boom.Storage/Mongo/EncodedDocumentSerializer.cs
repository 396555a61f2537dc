using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Boom.Storage.Mongo;

/// <summary>Copies documents between the driver's buffers and Boom's without looking inside.</summary>
sealed class EncodedDocumentSerializer : SerializerBase<EncodedDocument>
{
    /// <inheritdoc/>
    public override EncodedDocument Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        using var slice = context.Reader.ReadRawBsonDocument();
        var bytes = new byte[slice.Length];
        slice.GetBytes(0, bytes, 0, bytes.Length);
        return new(bytes);
    }

    /// <inheritdoc/>
    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, EncodedDocument value)
    {
        using var slice = EncodedBuffers.Of(value.Bytes);
        context.Writer.WriteRawBsonDocument(slice);
    }
}
