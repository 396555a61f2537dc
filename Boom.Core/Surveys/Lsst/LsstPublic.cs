using Boom.Core.Bson;
using Boom.Core.Messages;

namespace Boom.Core.Surveys.Lsst;

/// <summary>What of LSST's alerts is published, which is all that can be used.</summary>
sealed class LsstPublic : PublicRules
{
    const double LeastReliability = 0;
    const double GalaxyScore = 0.5;

    const string CandidateFields = """
        diaSourceId long; visit long; detector int 0..; diaObjectId long?; ssObjectId long?; parentDiaSourceId long?; midpointMjdTai double!; ra double!;
        raErr float?; dec double!; decErr float?; centroid_flag boolean?; apFlux float?; apFluxErr float?; apFlux_flag boolean?;
        apFlux_flag_apertureTruncated boolean?; isNegative boolean?; snr|snr_psf float?!; psfFlux float?; psfFluxErr float?; psfChi2 float?; psfNdata int?;
        psfFlux_flag boolean?; psfFlux_flag_edge boolean?; psfFlux_flag_noGoodPixels boolean?; trailFlux float?; trailFluxErr float?; trailRa double?;
        trailRaErr float?; trailDec double?; trailDecErr float?; trailLength float?; trailLengthErr float?; trailAngle float?; trailAngleErr float?;
        trailChi2 float?; trailNdata int?; trail_flag_edge boolean?; scienceFlux float?; scienceFluxErr float?; forced_PsfFlux_flag boolean?;
        forced_PsfFlux_flag_edge boolean?; forced_PsfFlux_flag_noGoodPixels boolean?; templateFlux float?; templateFluxErr float?; shape_flag boolean?;
        shape_flag_no_pixels boolean?; shape_flag_not_contained boolean?; shape_flag_parent_source boolean?; extendedness float?; reliability float?;
        band Band?; isDipole boolean?; pixelFlags boolean?; pixelFlags_bad boolean?; pixelFlags_cr boolean?; pixelFlags_crCenter boolean?;
        pixelFlags_edge boolean?; pixelFlags_nodata boolean?; pixelFlags_nodataCenter boolean?; pixelFlags_interpolated boolean?;
        pixelFlags_interpolatedCenter boolean?; pixelFlags_offimage boolean?; pixelFlags_saturated boolean?; pixelFlags_saturatedCenter boolean?;
        pixelFlags_suspect boolean?; pixelFlags_suspectCenter boolean?; pixelFlags_streak boolean?; pixelFlags_streakCenter boolean?;
        pixelFlags_injected boolean?; pixelFlags_injectedCenter boolean?; pixelFlags_injected_template boolean?; pixelFlags_injected_templateCenter boolean?;
        glint_trail boolean?; objectId string; jd double!; magpsf float; sigmapsf float; snr_psf float?; chipsf float?; diffmaglim float; isdiffpos boolean;
        magap float; sigmagap float; snr_ap float?; jdstarthist double?; ndethist int?
        """;

    public override IReadOnlyList<string> Topics { get; } =
    [
        "babamul.lsst.ztf-match.stellar", "babamul.lsst.ztf-match.hosted", "babamul.lsst.ztf-match.hostless", "babamul.lsst.ztf-match.unknown",
        "babamul.lsst.no-ztf-match.stellar", "babamul.lsst.no-ztf-match.hosted", "babamul.lsst.no-ztf-match.hostless", "babamul.lsst.no-ztf-match.unknown",
    ];

    internal override string RecordName => "BabamulLsstAlert";

    internal override MessageRecord Candidate { get; } = new("LsstCandidate", CandidateFields);

    internal override MessageRecord Properties { get; } = new(
        "LsstAlertProperties",
        "rock boolean; stationary boolean; star boolean?; near_brightstar boolean?; photstats PerBandProperties; multisurvey_photstats PerBandProperties",
        StatisticsRecords.Bands);

    /// <summary>The series of its objects, as messages tell them.</summary>
    public static SurveyResults Results { get; } = new()
    {
        Partner = Survey.Ztf,
        Series = [new("prv_candidates", SentFlux.Psf), new("fp_hists", SentFlux.Psf, IsForced: true)],
        Scores = [("reliability", null)],
    };

    internal override string? Refuse(ReadOnlySpan<byte> candidate)
    {
        if (Find(candidate, "pixelFlags"u8) == true)
            return Withheld.Flags;
        var reliability = new BsonReader(candidate);
        return reliability.Find("reliability"u8) && reliability.AsDouble() < LeastReliability ? Withheld.Score : null;
    }

    internal override string? RefuseProperties(ReadOnlySpan<byte> properties) => Find(properties, "rock"u8) == true ? Withheld.Rock : null;

    // The flags are null where it is not known whether there is a star: with no match outside of the catalogue's footprint.
    internal override string TopicOf(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> objectDocument, bool hasMatch)
    {
        var star = Find(properties, "star"u8);
        var category = star == true || Find(properties, "near_brightstar"u8) == true ? 0 : HasGalaxy(objectDocument) ? 1 : star is null ? 3 : 2;
        return Topics[(hasMatch ? 0 : 4) + category];
    }

    static bool HasGalaxy(ReadOnlySpan<byte> objectDocument)
    {
        var field = new BsonReader(objectDocument);
        if (!field.Find("cross_matches"u8) || field.Type != BsonType.Document)
            return false;
        var catalogues = new BsonReader(field.Value);
        if (!catalogues.Find("LSPSC"u8) || catalogues.Type != BsonType.Array)
            return false;
        var matches = new BsonReader(catalogues.Value);
        while (matches.Read())
        {
            if (matches.Type != BsonType.Document)
                continue;
            var score = new BsonReader(matches.Value);
            if (score.Find("score"u8) && score.AsDouble() <= GalaxyScore)
                return true;
        }

        return false;
    }

    static bool? Find(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        var reader = new BsonReader(document);
        return reader.Find(name) && reader.Type == BsonType.Boolean ? reader.AsBoolean() : null;
    }
}
