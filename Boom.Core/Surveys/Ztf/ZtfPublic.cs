using Boom.Core.Bson;
using Boom.Core.Messages;

namespace Boom.Core.Surveys.Ztf;

/// <summary>What of ZTF's alerts everybody may see.</summary>
sealed class ZtfPublic : PublicRules
{
    const double LeastDrb = 0.2;
    const double GalaxyScore = 0.5;

    const string CandidateFields = """
        jd double!; fid int 1..3; pid long; diffmaglim float?; programpi string?; programid int; candid long; isdiffpos boolean; nid int?; rcid int?; field int?;
        ra double!; dec double!; magpsf float; sigmapsf float; chipsf float?; magap float?; sigmagap float?; distnr float?; magnr float?; sigmagnr float?;
        chinr float?; sharpnr float?; sky float?; fwhm float?; classtar float?; mindtoedge float?; seeratio float?; aimage float?; bimage float?; elong float?;
        nneg int?; nbad int?; rb float?; ssdistnr float?; ssmagnr float?; ssnamenr string?; ranr double; decnr double; sgmag1 float?; srmag1 float?;
        simag1 float?; szmag1 float?; sgscore1 float?; distpsnr1 float?; ndethist int 0..; ncovhist int 0..; jdstarthist double?; scorr double?; sgmag2 float?;
        srmag2 float?; simag2 float?; szmag2 float?; sgscore2 float?; distpsnr2 float?; sgmag3 float?; srmag3 float?; simag3 float?; szmag3 float?;
        sgscore3 float?; distpsnr3 float?; nmtchps int 0..; dsnrms float?; ssnrms float?; dsdiff float?; magzpsci float?; magzpsciunc float?; magzpscirms float?;
        zpmed float?; exptime float?; drb float?; clrcoeff float?; clrcounc float?; neargaia float?; maggaia float?; neargaiabright float?;
        maggaiabright float?; psfFlux float; psfFluxErr float; snr_psf float?; apFlux float?; apFluxErr float?; snr_ap float?; band Band
        """;

    static readonly MessageRecord Association = new(
        "ZtfSsoAssociation", "is_sso boolean; designation string?; separation_arcsec float?; predicted_mag float?; source string?");

    public override IReadOnlyList<string> Topics { get; } =
    [
        "babamul.ztf.lsst-match.stellar", "babamul.ztf.lsst-match.hosted", "babamul.ztf.lsst-match.hostless",
        "babamul.ztf.no-lsst-match.stellar", "babamul.ztf.no-lsst-match.hosted", "babamul.ztf.no-lsst-match.hostless",
    ];

    internal override string RecordName => "BabamulZtfAlert";

    internal override MessageRecord Candidate { get; } = new("ZtfCandidate", CandidateFields);

    internal override MessageRecord Properties { get; } = new(
        "ZtfAlertProperties",
        """
        rock boolean; star boolean; near_brightstar boolean; stationary boolean; photstats PerBandProperties; multisurvey_photstats PerBandProperties?;
        sso ZtfSsoAssociation?
        """,
        StatisticsRecords.Bands, Association);

    /// <summary>The series of its objects, as messages tell them.</summary>
    public static SurveyResults Results { get; } = new()
    {
        Partner = Survey.Lsst,
        HasPrograms = true,
        Series =
        [
            new("prv_candidates", SentFlux.Psf),
            new("prv_nondetections", SentFlux.Limit, HasPosition: false),
            new("fp_hists", SentFlux.Counts, IsForced: true, HasPosition: false),
        ],
        Scores = [("rb", null), ("drb", null), ("sgscore1", "distpsnr1")],
        Networks = ["acai_h", "acai_n", "acai_o", "acai_v", "acai_b", "btsbot"],
    };

    internal override string? Refuse(ReadOnlySpan<byte> candidate)
    {
        var drb = new BsonReader(candidate);
        return drb.Find("drb"u8) && drb.AsDouble() >= LeastDrb ? null : Withheld.Score;
    }

    internal override string? RefuseProperties(ReadOnlySpan<byte> properties) => Is(properties, "rock"u8) ? Withheld.Rock : null;

    internal override string TopicOf(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> objectDocument, bool hasMatch)
    {
        var category = Is(properties, "star"u8) || Is(properties, "near_brightstar"u8) ? 0 : HasGalaxy(candidate) ? 1 : 2;
        return Topics[(hasMatch ? 0 : 3) + category];
    }

    // A score below 0 stands for none.
    static bool HasGalaxy(ReadOnlySpan<byte> candidate)
    {
        var fields = new BsonReader(candidate);
        while (fields.Read())
        {
            if (fields.Name.Length == 8 && fields.Name[..7].SequenceEqual("sgscore"u8) && fields.AsDouble() is >= 0 and <= GalaxyScore)
                return true;
        }

        return false;
    }

    static bool Is(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> name)
    {
        var reader = new BsonReader(properties);
        return reader.Find(name) && reader.Type == BsonType.Boolean && reader.AsBoolean();
    }
}
