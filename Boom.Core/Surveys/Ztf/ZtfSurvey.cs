using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Ztf;

/// <summary>Zwicky Transient Facility.</summary>
sealed class ZtfSurvey : ISurvey
{
    readonly ZtfDecoder _decoder = new();

    public Survey Key => Survey.Ztf;

    public SurveyTopics Topics { get; } = new()
    {
        Pattern = "^ztf_[0-9]+_programid[123]$",
        Format = "ztf_{0}_programid{1}",
        Programs = [("public", 1), ("partnership", 2), ("caltech", 3)],
    };

    public TimeSpan UtcOffset => TimeSpan.FromHours(-7);

    public IReadOnlyList<AliasRule> AliasRules { get; } =
    [
        new AliasRule(Survey.Lsst, RadiusArcsec: 2.0, MinDecDegrees: -90, MaxDecDegrees: 33.5),
        new AliasRule(Survey.Decam, RadiusArcsec: 2.0, MinDecDegrees: -90, MaxDecDegrees: 33.5),
    ];

    public IReadOnlyList<CrossMatchRule> CrossMatches => KnownCatalogs.Northern;

    public IReadOnlyList<LightCurveSeries> Series => ZtfMapper.Series;

    public IReadOnlyList<SurveyIndex> Indexes { get; } =
        [new SurveyIndex(OfObjects: false, [("candidate.ssnamenr", false), ("candidate.jd", true)], OnlyWith: "candidate.ssnamenr")];

    public IReadOnlyList<string> ShownFields { get; } =
        ["band", "magpsf", "sigmapsf", "diffmaglim", "isdiffpos", "rb", "drb", "ndethist", "sgscore1", "distpsnr1", "ssnamenr", "programid"];

    public FilterView FilterView { get; } = new(
        Survey.Ztf, ["objectId", "candidate", "classifications", "properties", "coordinates"], [.. ZtfMapper.Series.Select(series => series.Name)])
    {
        HasPrograms = true,
        DesignationField = "ssnamenr",
        Partner = new FilterPartner(Survey.Lsst, ["prv_candidates", "fp_hists"]),
        Known = ZtfKnownFields.All,
    };

    public ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken) =>
        new(_decoder.Decode(packet, alerts));

    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer) =>
        ZtfMapper.Map((ZtfAlert)alert, context, AliasRules, writer);

    // The first digits of a candid count the days since 2017-01-01, and the next five the time of day. Alerts of 2016 and 2017, from before the survey, have
    // others.
    public (long First, long Last) CandidsOf(double fromJd, double toJd)
    {
        const double firstDayJd = 2457754.5, surveyBeginsJd = 2458119.5;
        const long candidsPerDay = 1_000_000_000_000_000;
        return fromJd >= surveyBeginsJd && toJd < firstDayJd + 9000
            ? (((long)(fromJd - firstDayJd) - 1) * candidsPerDay, ((long)(toJd - firstDayJd) + 2) * candidsPerDay)
            : (long.MinValue, long.MaxValue);
    }

    public SurveyResults Results => ZtfPublic.Results;

    public PublicRules Public { get; } = new ZtfPublic();

    public ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings) => new ZtfEnrichment();

    public ISurveyFeatures CreateFeatures(FeatureRecipe recipe) => new ZtfFeatures(recipe);

    public byte[]? CompleteProperties(ReadOnlySpan<byte> properties) => ZtfProperties.Complete(properties);
}
