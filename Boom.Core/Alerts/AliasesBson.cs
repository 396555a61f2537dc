using Boom.Core.Bson;
using Boom.Core.Surveys;

namespace Boom.Core.Alerts;

/// <summary>The <c>aliases</c> of an object: by partner survey, the names that the same source has there.</summary>
static class AliasesBson
{
    /// <summary>Writes what an alert knows of its object's partners.</summary>
    /// <param name="writer">Within the fields that every update of the object sets.</param>
    /// <param name="rules">Partner surveys, in the order of the document.</param>
    /// <param name="aliases">The partner's object for each rule, or null.</param>
    public static void WriteFields(BsonWriter writer, IReadOnlyList<AliasRule> rules, IReadOnlyList<string?> aliases)
    {
        var document = writer.BeginDocument("aliases"u8);
        for (var i = 0; i < rules.Count; i++)
        {
            var array = writer.BeginArray(rules[i].Partner.ToUpperUtf8());
            writer.String("0"u8, aliases[i]);
            writer.End(array);
        }

        writer.End(document);
    }
}
