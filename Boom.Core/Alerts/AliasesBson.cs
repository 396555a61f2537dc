using Boom.Core.Bson;
using Boom.Core.Surveys;

namespace Boom.Core.Alerts;

/// <summary>The <c>aliases</c> of an object: by partner survey, the names that the same source has there. Stores fill them in.</summary>
static class AliasesBson
{
    /// <summary>Writes a list without names for each partner survey.</summary>
    /// <param name="writer">Within the fields that are written once, when the object is made.</param>
    /// <param name="rules">Partner surveys, in the order of the document.</param>
    public static void WriteFields(BsonWriter writer, IReadOnlyList<AliasRule> rules)
    {
        var document = writer.BeginDocument("aliases"u8);
        for (var i = 0; i < rules.Count; i++)
            writer.End(writer.BeginArray(rules[i].Partner.ToUpperUtf8()));
        writer.End(document);
    }
}
