using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Tests.Core.Surveys.Toy;

/// <summary>The smallest survey there can be: what <c>docs/adding-a-survey.md</c> asks for and no more. It goes by the name of another one.</summary>
sealed class ToySurvey : ISurvey
{
    readonly ToyDecoder _decoder = new();
    bool _hasSchema;

    public Survey Key => Survey.Winter;

    public SurveyTopics Topics { get; } = new() { Pattern = "^toy_[0-9]+$", Format = "toy_{0}" };

    public IReadOnlyList<AliasRule> AliasRules { get; } = [new AliasRule(Survey.Ztf, RadiusArcsec: 2, MinDecDegrees: -30, MaxDecDegrees: 90)];

    public IReadOnlyList<LightCurveSeries> Series { get; } = [new("prv_candidates", PointKind.Detection)];

    public IReadOnlyList<SurveyIndex> Indexes => [];

    public IReadOnlyList<string> ShownFields => ["band", "magpsf"];

    /// <summary>The first packet waits, as for a schema from a registry.</summary>
    public async ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken)
    {
        if (!_hasSchema)
            await Task.Yield();
        _hasSchema = true;
        return _decoder.Decode(packet, alerts);
    }

    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer) => ToyMapper.Map(this, (ToyAlert)alert, context, writer);

    public ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings) => new ToyEnrichment();
}
