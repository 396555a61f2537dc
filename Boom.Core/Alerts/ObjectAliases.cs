using Boom.Core.Bson;
using Boom.Core.Surveys;

namespace Boom.Core.Alerts;

/// <summary>The <c>aliases</c> of an object document: its names in other surveys.</summary>
public static class ObjectAliases
{
    /// <summary>The object's first name in a survey, or null.</summary>
    public static string? First(ReadOnlySpan<byte> objectDocument, Survey survey)
    {
        var reader = new BsonReader(objectDocument);
        if (!reader.Find("aliases"u8))
            return null;
        var aliases = new BsonReader(reader.Value);
        if (!aliases.Find(survey.ToUpperUtf8()))
            return null;
        var first = new BsonReader(aliases.Value);
        return first.Read() ? first.AsString() : null;
    }
}
