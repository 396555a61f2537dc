using System.Text;
using Boom.Core.Bson;
using Boom.Core.Sky;

namespace Boom.Cli.Documents;

/// <summary>What a person wants to see of an alert document.</summary>
/// <param name="ObjectId">Its object.</param>
/// <param name="Position">Its position; null when it is not stored.</param>
/// <param name="Fields">Fields of <c>candidate</c> with text or number, in the order stored.</param>
/// <param name="Properties">What the enricher found; null before.</param>
internal sealed record AlertDocument(
    string ObjectId, SkyPosition? Position, IReadOnlyDictionary<string, object> Fields, AlertProperties? Properties)
{
    /// <summary>A number of <c>candidate</c>; NaN when it is absent.</summary>
    public double Number(string field) => Fields.TryGetValue(field, out var value) && value is double number ? number : double.NaN;

    /// <summary>Reads the document.</summary>
    public static AlertDocument Read(ReadOnlySpan<byte> document)
    {
        var objectId = "";
        SkyPosition? position = null;
        var fields = new Dictionary<string, object>(StringComparer.Ordinal);
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual("objectId"u8))
                objectId = reader.AsString();
            else if (reader.Name.SequenceEqual("coordinates"u8))
                position = ObjectDocument.ReadPosition(ref reader);
            else if (reader.Name.SequenceEqual("candidate"u8) && reader.Type == BsonType.Document)
                ReadFields(reader.Value, fields);
        }

        return new AlertDocument(objectId, position, fields, AlertProperties.Read(document));
    }

    static void ReadFields(ReadOnlySpan<byte> candidate, Dictionary<string, object> fields)
    {
        var reader = new BsonReader(candidate);
        while (reader.Read())
        {
            var name = Encoding.UTF8.GetString(reader.Name);
            if (reader.Type == BsonType.String)
                fields[name] = reader.AsString();
            else if (reader.Type == BsonType.Boolean)
                fields[name] = reader.AsBoolean();
            else if (reader.Type is BsonType.Double or BsonType.Int32 or BsonType.Int64)
                fields[name] = reader.AsDouble();
        }
    }
}
