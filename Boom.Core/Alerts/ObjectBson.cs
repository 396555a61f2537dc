using Boom.Core.Bson;
using Boom.Core.Sky;
using Boom.Core.Surveys;

namespace Boom.Core.Alerts;

/// <summary>The fields of an object's document beside its light curves, for surveys whose objects have no others.</summary>
static class ObjectBson
{
    /// <summary>The fields written once, when the object is made.</summary>
    public static ReadOnlyMemory<byte> InsertFields(
        BsonWriter writer, SkyPosition position, IReadOnlyList<AliasRule> rules, in MappingContext context, double storedJd)
    {
        writer.BeginRoot();
        AliasesBson.WriteFields(writer, rules);
        MatchesBson.WriteFields(writer, context.Matches.Span);
        CoordinatesBson.Write(writer, position);
        writer.Double("created_at"u8, storedJd);
        return writer.EndRoot();
    }

    /// <summary>The fields written on every update.</summary>
    public static ReadOnlyMemory<byte> SetFields(BsonWriter writer, double storedJd)
    {
        writer.BeginRoot();
        writer.Double("updated_at"u8, storedJd);
        return writer.EndRoot();
    }
}
