using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Ztf;

/// <summary>ZTF as the alert worker sees it.</summary>
public sealed class ZtfIngest : ISurveyIngest
{
    readonly ZtfDecoder _decoder = new();

    /// <inheritdoc/>
    public Survey Survey => Survey.Ztf;

    /// <inheritdoc/>
    public IReadOnlyList<AliasRule> AliasRules { get; } =
    [
        new AliasRule(Survey.Lsst, RadiusArcsec: 2.0, MinDecDegrees: -90, MaxDecDegrees: 33.5),
        new AliasRule(Survey.Decam, RadiusArcsec: 2.0, MinDecDegrees: -90, MaxDecDegrees: 33.5),
    ];

    /// <inheritdoc/>
    public PacketFault? Decode(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts) => _decoder.Decode(packet, alerts);

    /// <inheritdoc/>
    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer) =>
        ZtfMapper.Map((ZtfAlert)alert, context, AliasRules, writer);
}
