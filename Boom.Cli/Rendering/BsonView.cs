using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Cli.Rendering;

/// <summary>Reading documents that may lack anything.</summary>
internal static class BsonView
{
    public static BsonDocument Read(byte[] document) => BsonSerializer.Deserialize<BsonDocument>(document);

    /// <summary>A document within; null when there is none of that name.</summary>
    public static BsonDocument? Child(this BsonDocument document, string name) => document.GetValue(name, null) as BsonDocument;

    /// <summary>A number; NaN when there is none of that name.</summary>
    public static double Number(this BsonDocument document, string name) => document.GetValue(name, null) is { IsNumeric: true } number ? number.ToDouble() : double.NaN;
}
