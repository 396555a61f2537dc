using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Winter;

/// <summary>Wide-Field Infrared Transient Explorer.</summary>
sealed class WinterSurvey : ISurvey
{
    readonly WinterDecoder _decoder;

    public WinterSurvey(SurveySettings settings) => _decoder = new WinterDecoder(new WinterFilters(settings[Survey.Winter, WinterFilters.Setting]));

    public Survey Key => Survey.Winter;

    public SurveyTopics Topics { get; } = new() { Pattern = "^winter_[0-9]+$", Format = "winter_{0}", AreNamedAfterTheEveningBefore = true };

    public TimeSpan UtcOffset => TimeSpan.FromHours(-7);

    public IReadOnlyList<AliasRule> AliasRules { get; } =
    [
        new AliasRule(Survey.Ztf, RadiusArcsec: 2.0, MinDecDegrees: -30, MaxDecDegrees: 90),
        new AliasRule(Survey.Lsst, RadiusArcsec: 2.0, MinDecDegrees: -90, MaxDecDegrees: 33.5),
    ];

    public IReadOnlyList<CrossMatchRule> CrossMatches => KnownCatalogs.Northern;

    public IReadOnlyList<LightCurveSeries> Series => WinterMapper.Series;

    public IReadOnlyList<SurveyIndex> Indexes => [];

    public IReadOnlyList<string> ShownFields { get; } =
        ["band", "fid", "magpsf", "sigmapsf", "diffmaglim", "isdiffpos", "rb", "ndethist", "fwhm", "distpsnr1", "field", "progname"];

    // The candidate is stored with whatever fields its packet has.
    public FilterView FilterView { get; } = new(Survey.Winter, ["objectId", "candidate", "properties", "coordinates"], [.. WinterMapper.Series.Select(series => series.Name)])
    {
        WindowDays = 1000,
        Known = StoredFields.OfAll().With("candidate", "*").With("prv_candidates", WinterMapper.PointFields),
    };

    public IReadOnlyList<SurveySetting> Settings { get; } = [WinterFilters.Setting];

    public ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken) =>
        new(_decoder.Decode(packet, alerts));

    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer) =>
        WinterMapper.Map((WinterAlert)alert, context, AliasRules, writer);

    public SurveyResults Results { get; } = new()
    {
        Series = [new("prv_candidates", SentFlux.Magnitude)],
        WindowDays = 1000,
        Scores = [("rb", null), ("sgscore1", "distpsnr1")],
    };

    public ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings) => new WinterEnrichment();
}
