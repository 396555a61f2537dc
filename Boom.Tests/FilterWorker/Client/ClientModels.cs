namespace Boom.Tests.FilterWorker.Client;

/// <summary>What the public Python client (babamul 0.2.0) wants of an alert of each survey.</summary>
static class ClientModels
{
    const string ZtfCandidateFields = """
        jd d; fid i 1..3; pid i; programid i 0..3; candid i; isdiffpos b; ra d; dec d; magpsf d; sigmapsf d; ranr d; decnr d; ndethist i 0..; ncovhist i 0..;
        nmtchps i 0..; psfFlux d; psfFluxErr d; band band;
        diffmaglim d?; programpi s?; nid i?; rcid i?; field i?; chipsf d?; magap d?; sigmagap d?; distnr d?; magnr d?; sigmagnr d?; chinr d?; sharpnr d?; sky d?;
        fwhm d?; classtar d?; mindtoedge d?; seeratio d?; aimage d?; bimage d?; elong d?; nneg i?; nbad i?; rb d?; ssdistnr d?; ssmagnr d?; ssnamenr s?;
        sgmag1 d?; srmag1 d?; simag1 d?; szmag1 d?; sgscore1 d?; distpsnr1 d?; sgmag2 d?; srmag2 d?; simag2 d?; szmag2 d?; sgscore2 d?; distpsnr2 d?;
        sgmag3 d?; srmag3 d?; simag3 d?; szmag3 d?; sgscore3 d?; distpsnr3 d?; jdstarthist d?; scorr d?; dsnrms d?; ssnrms d?; dsdiff d?; magzpsci d?;
        magzpsciunc d?; magzpscirms d?; zpmed d?; exptime d?; drb d?; clrcoeff d?; clrcounc d?; neargaia d?; maggaia d?; neargaiabright d?; maggaiabright d?;
        snr_psf|snr d?; apFlux d?; apFluxErr d?; snr_ap d?
        """;

    const string LsstCandidateFields = """
        diaSourceId i; visit i; detector i 0..; midpointMjdTai d; ra d; dec d; objectId|object_id s; jd d; magpsf d; sigmapsf d; diffmaglim d; isdiffpos b; snr d;
        diaObjectId i?; ssObjectId i?; raErr d?; magap d?; sigmagap d?; jdstarthist d?; ndethist i?; snr_psf d?; snr_ap d?; chipsf d?;
        parentDiaSourceId i!; decErr d!; centroid_flag b!; apFlux d!; apFluxErr d!; apFlux_flag b!; apFlux_flag_apertureTruncated b!; isNegative b!; psfFlux d!;
        psfFluxErr d!; psfChi2 d!; psfNdata i!; psfFlux_flag b!; psfFlux_flag_edge b!; psfFlux_flag_noGoodPixels b!; trailFlux d!; trailFluxErr d!; trailRa d!;
        trailRaErr d!; trailDec d!; trailDecErr d!; trailLength d!; trailLengthErr d!; trailAngle d!; trailAngleErr d!; trailChi2 d!; trailNdata i!;
        trail_flag_edge b!; scienceFlux d!; scienceFluxErr d!; forced_PsfFlux_flag b!; forced_PsfFlux_flag_edge b!; forced_PsfFlux_flag_noGoodPixels b!;
        templateFlux d!; templateFluxErr d!; shape_flag b!; shape_flag_no_pixels b!; shape_flag_not_contained b!; shape_flag_parent_source b!; extendedness d!;
        reliability d!; band band!; isDipole b!; pixelFlags b!; pixelFlags_bad b!; pixelFlags_cr b!; pixelFlags_crCenter b!; pixelFlags_edge b!;
        pixelFlags_nodata b!; pixelFlags_nodataCenter b!; pixelFlags_interpolated b!; pixelFlags_interpolatedCenter b!; pixelFlags_offimage b!;
        pixelFlags_saturated b!; pixelFlags_saturatedCenter b!; pixelFlags_suspect b!; pixelFlags_suspectCenter b!; pixelFlags_streak b!;
        pixelFlags_streakCenter b!; pixelFlags_injected b!; pixelFlags_injectedCenter b!; pixelFlags_injected_template b!; pixelFlags_injected_templateCenter b!;
        glint_trail b!
        """;

    const string Cutouts = "cutoutScience y?; cutoutTemplate y?; cutoutDifference y?; host_searched_prob_vol d?";

    static readonly ClientModel Detection = new("Detection", "jd d; psfFlux d?; psfFluxErr d; band band; ra d; dec d");
    static readonly ClientModel Limit = new("Limit", "jd d; psfFluxErr d; band band");
    static readonly ClientModel Forced = new("Forced", "jd d; psfFlux d?; psfFluxErr d; band band");
    static readonly ClientModel Rate = new("Rate", "rate d; rate_error d; red_chi2 d!; nb_data i -2147483648..2147483647; dt d");
    static readonly ClientModel Band = new("Band", "peak_jd d; peak_mag d!; peak_mag_err d!; dt d; rising Rate!; fading Rate!", Rate);
    static readonly ClientModel Bands = new("Bands", "g Band!; r Band!; i Band!; z Band!; y Band!; u Band!", Band);
    static readonly ClientModel LsstMatch = new("LsstMatch", "objectId|object_id s; ra d; dec d; prv_candidates [Detection]; fp_hists [Forced]", Detection, Forced);

    static readonly ClientModel ZtfMatch = new(
        "ZtfMatch", "objectId|object_id s; ra d; dec d; prv_candidates [Detection]; prv_nondetections [Limit]; fp_hists [Forced]", Detection, Limit, Forced);

    /// <summary>An alert of <c>babamul.ztf</c>.</summary>
    public static ClientModel Ztf { get; } = new(
        "ZtfAlert",
        $"""
        candid|_id i; objectId|object_id s; candidate ZtfCandidate; prv_candidates [Detection]?; prv_nondetections [Limit]?; fp_hists [Forced]?;
        properties ZtfProperties?; survey_matches ZtfMatches?; {Cutouts}
        """,
        Detection, Limit, Forced, new ClientModel("ZtfCandidate", ZtfCandidateFields), new ClientModel("ZtfMatches", "lsst LsstMatch!", LsstMatch),
        new ClientModel("ZtfProperties", "rock b; star b; near_brightstar b; stationary b; photstats Bands; multisurvey_photstats Bands!", Bands));

    /// <summary>An alert of <c>babamul.lsst</c>.</summary>
    public static ClientModel Lsst { get; } = new(
        "LsstAlert",
        $"""
        candid|_id i; objectId|object_id s; candidate LsstCandidate; prv_candidates [Detection]?; fp_hists [Forced]?; properties LsstProperties?;
        survey_matches LsstMatches?; {Cutouts}
        """,
        Detection, Forced, new ClientModel("LsstCandidate", LsstCandidateFields), new ClientModel("LsstMatches", "ztf ZtfMatch!", ZtfMatch),
        new ClientModel("LsstProperties", "rock b; stationary b; star b?; near_brightstar b?; photstats Bands; multisurvey_photstats Bands", Bands));

    /// <summary>The model of a topic's messages; null when the client skips them.</summary>
    public static ClientModel? Of(string topic) =>
        topic.StartsWith("babamul.ztf", StringComparison.Ordinal) ? Ztf : topic.StartsWith("babamul.lsst", StringComparison.Ordinal) ? Lsst : null;
}
