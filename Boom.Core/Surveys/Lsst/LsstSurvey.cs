using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Lsst;

/// <summary>Legacy Survey of Space and Time, Vera C. Rubin Observatory.</summary>
/// <remarks>Its candids tell the night, but each pipeline packs them otherwise, even within one version of the schema: a night is looked for among all of them.</remarks>
/// <param name="schemas">Knows the schemas of its packets by their numbers.</param>
sealed class LsstSurvey(IWriterSchemas schemas) : ISurvey
{
    readonly LsstDecoder _decoder = new(schemas);

    public Survey Key => Survey.Lsst;

    // Each major version of the schema has a topic of its own; while a survey migrates there are two.
    public SurveyTopics Topics { get; } = new() { Pattern = "^lsst-alerts-v[0-9]+$", Format = "lsst-alerts-v11", Simulated = "alerts-simulated" };

    public SchemaSubject Schemas => LsstSchemas.Subject;

    public TimeSpan UtcOffset => TimeSpan.FromHours(-3);

    public IReadOnlyList<AliasRule> AliasRules { get; } =
    [
        new AliasRule(Survey.Ztf, RadiusArcsec: 2.0, MinDecDegrees: -30, MaxDecDegrees: 90),
        new AliasRule(Survey.Decam, RadiusArcsec: 1.24, MinDecDegrees: -90, MaxDecDegrees: 33.5),
    ];

    public IReadOnlyList<CrossMatchRule> CrossMatches { get; } =
        [KnownCatalogs.LegacyPointSources, KnownCatalogs.Ned, KnownCatalogs.Desi, KnownCatalogs.LegacyPhotoZ];

    public IReadOnlyList<LightCurveSeries> Series => LsstMapper.Series;

    public IReadOnlyList<SurveyIndex> Indexes { get; } =
    [
        new SurveyIndex(OfObjects: false, [("ssObjectId", false)]),
        new SurveyIndex(OfObjects: true, [("designation", false)], OnlyWith: "designation"),
    ];

    public IReadOnlyList<string> ShownFields { get; } =
        ["band", "magpsf", "sigmapsf", "diffmaglim", "isdiffpos", "reliability", "extendedness", "isDipole", "ndethist", "visit", "detector", "ssObjectId"];

    public FilterView FilterView { get; } = new(
        Survey.Lsst, ["objectId", "candidate", "ss_source", "properties", "coordinates"], [.. LsstMapper.Series.Select(series => series.Name)])
    {
        Partner = new FilterPartner(Survey.Ztf, ["prv_candidates", "fp_hists"]) { HasPrograms = true },
        Known = LsstKnownFields.All,
    };

    public ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken) =>
        _decoder.DecodeAsync(packet, alerts, cancellationToken);

    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer) =>
        LsstMapper.Map((LsstAlert)alert, context, AliasRules, writer);

    public SurveyResults Results => LsstPublic.Results;

    public PublicRules Public { get; } = new LsstPublic();

    public ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings) => new LsstEnrichment(settings.Footprint);
}
