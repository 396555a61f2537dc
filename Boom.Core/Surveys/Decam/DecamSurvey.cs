using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Decam;

/// <summary>Dark Energy Camera, by the alerts of the DESIRT pipeline.</summary>
sealed class DecamSurvey : ISurvey
{
    readonly DecamDecoder _decoder = new();

    public Survey Key => Survey.Decam;

    public SurveyTopics Topics { get; } = new() { Pattern = "^decam_[0-9]+_programid1$", Format = "decam_{0}_programid1" };

    public TimeSpan UtcOffset => TimeSpan.FromHours(-4);

    public IReadOnlyList<AliasRule> AliasRules { get; } =
    [
        new AliasRule(Survey.Ztf, RadiusArcsec: 2.0, MinDecDegrees: -30, MaxDecDegrees: 90),
        new AliasRule(Survey.Lsst, RadiusArcsec: 1.24, MinDecDegrees: -90, MaxDecDegrees: 33.5),
    ];

    public IReadOnlyList<LightCurveSeries> Series => DecamMapper.Series;

    public IReadOnlyList<SurveyIndex> Indexes => [];

    public IReadOnlyList<string> ShownFields { get; } =
        ["band", "magap", "sigmagap", "diffmaglim", "forcediffimflux", "forcediffimfluxunc", "snr", "reliability"];

    public string MagnitudeField => DecamMapper.Magnitude;

    public FilterView FilterView { get; } = new(Survey.Decam, ["objectId", "candidate", "properties", "coordinates"], [.. DecamMapper.Series.Select(series => series.Name)])
    {
        WindowDays = 1000,
        Known = StoredFields.OfAll()
            .With("candidate", DecamMapper.SourceFields).With("prv_candidates", DecamMapper.SourceFields).With("fp_hists", DecamMapper.MeasurementFields),
    };

    public ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken) =>
        new(_decoder.Decode(packet, alerts));

    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer) =>
        DecamMapper.Map((DecamAlert)alert, context, AliasRules, writer);

    public SurveyResults Results { get; } = new()
    {
        Series = [new("prv_candidates", SentFlux.Microjansky), new("fp_hists", SentFlux.Microjansky, IsForced: true)],
        WindowDays = 1000,
        Scores = [("reliability", null)],
    };

    public ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings) => new DecamEnrichment();
}
