using Boom.Core.Filters;
using Boom.Core.Surveys.Lsst;

namespace Boom.Core.Surveys.Ztf;

/// <summary>Names of the stored fields that filters see, as <see cref="ZtfBson"/> writes them.</summary>
static class ZtfKnownFields
{
    const string Point = """
        jd fid pid diffmaglim programpi programid candid isdiffpos nid rcid field ra dec magpsf sigmapsf chipsf magap sigmagap distnr magnr sigmagnr chinr sharpnr
        sky fwhm mindtoedge seeratio aimage bimage elong nneg nbad rb ssdistnr ssmagnr ssnamenr ranr decnr scorr magzpsci drb psfFlux psfFluxErr snr_psf apFlux
        apFluxErr snr_ap band
        """;

    const string OfCandidate = """
        classtar sgmag1 srmag1 simag1 szmag1 sgscore1 distpsnr1 ndethist ncovhist jdstarthist sgmag2 srmag2 simag2 szmag2 sgscore2 distpsnr2 sgmag3 srmag3 simag3
        szmag3 sgscore3 distpsnr3 nmtchps dsnrms ssnrms dsdiff magzpsciunc magzpscirms clrcoeff clrcounc zpmed neargaia neargaiabright maggaia maggaiabright exptime
        """;

    const string Forced = """
        jd field rcid fid pid rfid magzpsci magzpsciunc magzpscirms exptime diffmaglim programid forcediffimflux forcediffimfluxunc procstatus distnr magnr sigmagnr
        chinr sharpnr magpsf sigmapsf psfFlux psfFluxErr isdiffpos snr_psf band
        """;

    /// <summary>What a filter may ask for.</summary>
    public static KnownFields All { get; } = LsstKnownFields.WithSeries(
        WithSeries(StoredFields.OfAll(), "")
            .With("prv_nondetections", Point)
            .With("candidate", Point).With("candidate", OfCandidate)
            .With("classifications", ZtfPublic.Results.Networks).With("classifications", "*")
            .With("properties", "rock star near_brightstar")
            .With("properties.sso", "is_sso designation separation_arcsec predicted_mag source")
            .WithBands("properties.multisurvey_photstats")
            .WithHistory(),
        "LSST.");

    /// <summary>Adds the light curves that partners see too.</summary>
    public static KnownFields WithSeries(KnownFields fields, string prefix) => fields.With($"{prefix}prv_candidates", Point).With($"{prefix}fp_hists", Forced);
}
