namespace Boom.Core.Catalogs.Matching;

/// <summary>
/// The catalogues that surveys are matched with unless the configuration says otherwise, with the radii and columns of the reference's configuration
/// (config.yaml; Milliquas and the magnitude of LSPSC by the names of its production).
/// </summary>
public static class KnownCatalogs
{
    /// <summary>Pan-STARRS 1, mean PSF magnitudes.</summary>
    public static CrossMatchRule PanStarrs { get; } = new(
        "PS1_DR1", 2,
        ["gMeanPSFMag", "gMeanPSFMagErr", "rMeanPSFMag", "rMeanPSFMagErr", "iMeanPSFMag", "iMeanPSFMagErr", "zMeanPSFMag", "zMeanPSFMagErr", "yMeanPSFMag", "yMeanPSFMagErr"]);

    /// <summary>Gaia data release 3.</summary>
    public static CrossMatchRule Gaia { get; } = new(
        "Gaia_DR3", 2, ["parallax", "parallax_error", "phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag"]);

    /// <summary>The Million Quasars catalogue, version 8.</summary>
    public static CrossMatchRule Milliquas { get; } = new("milliquas_v8", 2, ["Name", "Descrip", "Qpct"]);

    /// <summary>NASA/IPAC Extragalactic Database, Local Volume Sample: galaxies with distances.</summary>
    public static CrossMatchRule Ned { get; } = new(
        "NED", 300,
        ["objtype", "z", "z_unc", "z_tech", "z_qual", "DistMpc", "DistMpc_unc", "ebv", "m_Ks", "m_Ks_unc", "tMASSphot", "Mstar", "Mstar_unc"],
        new DistanceRule("z", 30, 300));

    /// <summary>Dark Energy Spectroscopic Instrument, data release 1: redshifts.</summary>
    public static CrossMatchRule Desi { get; } = new(
        "DESI_DR1", 30, ["z", "zerr", "zwarn", "chi2", "deltachi2", "spectype", "zcat_nspec"], new DistanceRule("z", 30, 300));

    /// <summary>DESI Legacy Imaging Surveys, data release 10: photometric redshifts.</summary>
    public static CrossMatchRule LegacyPhotoZ { get; } = new(
        "LS_DR10_PHOTOZ", 30, ["ra_err", "dec_err", "z_phot", "z_phot_err", "photo_z_type"], new DistanceRule("z_phot", 60, 300));

    /// <summary>Legacy Survey point source catalogue: how likely a source is a star.</summary>
    public static CrossMatchRule LegacyPointSources { get; } = new("LSPSC", 30, ["score", "mag_white"], MaxResults: 3);

    /// <summary>What optical surveys of the north are matched with.</summary>
    public static IReadOnlyList<CrossMatchRule> Northern { get; } = [PanStarrs, Gaia, Milliquas, Ned, Desi, LegacyPhotoZ];
}
