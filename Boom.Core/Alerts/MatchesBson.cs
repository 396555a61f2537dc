using Boom.Core.Bson;

namespace Boom.Core.Alerts;

/// <summary>What catalogues say, in the document of an object.</summary>
static class MatchesBson
{
    /// <summary>Writes the fields of a matched object; of one that was not matched, an empty map of catalogues.</summary>
    /// <param name="writer">Within the document of the object.</param>
    /// <param name="matches">See <see cref="MappingContext.Matches"/>.</param>
    public static void WriteFields(BsonWriter writer, ReadOnlySpan<byte> matches)
    {
        if (matches.IsEmpty)
            writer.End(writer.BeginDocument("cross_matches"u8));
        else
            writer.RawElements(matches[4..^1]);
    }
}
