using Boom.Core.Bson;
using Boom.Core.Surveys;

namespace Boom.Core.Alerts;

/// <summary>The <c>aliases</c> of an object: by partner survey, the names that the same source has there. Stores fill them in.</summary>
public static class AliasesBson
{
    /// <summary>Writes a list without names for each partner survey.</summary>
    /// <param name="writer">Within the fields that are written once, when the object is made.</param>
    /// <param name="rules">Partner surveys, in the order of the document.</param>
    internal static void WriteFields(BsonWriter writer, IReadOnlyList<AliasRule> rules)
    {
        var document = writer.BeginDocument("aliases"u8);
        for (var i = 0; i < rules.Count; i++)
            writer.End(writer.BeginArray(rules[i].Partner.ToUpperUtf8()));
        writer.End(document);
    }

    /// <summary>The first name of an object in a partner survey; null when it has none.</summary>
    public static string? First(ReadOnlySpan<byte> objectDocument, Survey partner)
    {
        var field = new BsonReader(objectDocument);
        if (!field.Find("aliases"u8) || field.Type != BsonType.Document)
            return null;
        var aliases = new BsonReader(field.Value);
        if (!aliases.Find(partner.ToUpperUtf8()) || aliases.Type != BsonType.Array)
            return null;
        var names = new BsonReader(aliases.Value);
        return names.Read() && names.Type == BsonType.String ? names.AsString() : null;
    }
}
