using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Core.Surveys;

/// <summary>What the alert worker needs of a survey: from packet to typed alerts, and from an alert to its documents.</summary>
public interface ISurveyIngest
{
    /// <summary>The survey.</summary>
    Survey Survey { get; }

    /// <summary>Partner surveys, in the order of <see cref="MappingContext.Aliases"/>.</summary>
    IReadOnlyList<AliasRule> AliasRules { get; }

    /// <summary>
    /// Decodes the alerts of one packet. Answers the first fault; the alerts of sound records are added all the same.
    /// Memory of the packet is referred to, not copied.
    /// </summary>
    PacketFault? Decode(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts);

    /// <summary>Encodes an alert's three documents; they live in the writer until it is reset.</summary>
    AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer);
}
