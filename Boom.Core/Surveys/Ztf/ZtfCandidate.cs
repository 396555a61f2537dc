using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>The difference-image source of a ZTF alert, as sent: a point of its light curve and what only the alert's own source has.</summary>
sealed class ZtfCandidate
{
    /// <summary>The candidate as a point of its own light curve; it must have what other points may lack.</summary>
    [AvroPart(Required =
    [
        nameof(ZtfPrvCandidate.Candid), nameof(ZtfPrvCandidate.Isdiffpos), nameof(ZtfPrvCandidate.Ra), nameof(ZtfPrvCandidate.Dec),
        nameof(ZtfPrvCandidate.Magpsf), nameof(ZtfPrvCandidate.Sigmapsf),
    ])]
    public ZtfPrvCandidate Point;

    /// <summary>Star-galaxy score, 0 to 1.</summary>
    public float? Classtar;

    /// <summary>g, r, i and z magnitude of Pan-STARRS neighbour 1, mag; -999 for none.</summary>
    public float? Sgmag1, Srmag1, Simag1, Szmag1;

    /// <summary>Of Pan-STARRS neighbour 1: star-galaxy score, 1 star, 0 galaxy; distance, arcsec.</summary>
    public float? Sgscore1, Distpsnr1;

    /// <summary>Detections and observations of this place so far.</summary>
    public int Ndethist, Ncovhist;

    /// <summary>Earliest detection at this place, Julian date, days.</summary>
    public double? Jdstarthist;

    /// <summary>As those of neighbour 1.</summary>
    public float? Sgmag2, Srmag2, Simag2, Szmag2, Sgscore2, Distpsnr2;

    /// <summary>As those of neighbour 1.</summary>
    public float? Sgmag3, Srmag3, Simag3, Szmag3, Sgscore3, Distpsnr3;

    /// <summary>Pan-STARRS sources within 30 arcsec.</summary>
    public int Nmtchps;

    /// <summary>Signal over noise of the pixel residuals and of the source in the science image; the one minus the other.</summary>
    public float? Dsnrms, Ssnrms, Dsdiff;

    /// <summary>Error of magzpsci, and scatter of the calibration stars, mag.</summary>
    public float? Magzpsciunc, Magzpscirms;

    /// <summary>Colour coefficient of the calibration and its error.</summary>
    public float? Clrcoeff, Clrcounc;

    /// <summary>Median zero point of the calibration stars, mag.</summary>
    public float? Zpmed;

    /// <summary>Distance to the nearest Gaia source, and to the nearest one brighter than 14 mag, arcsec; -999 for none.</summary>
    public float? Neargaia, Neargaiabright;

    /// <summary>G magnitudes of these two, mag.</summary>
    public float? Maggaia, Maggaiabright;

    /// <summary>Exposure time, seconds.</summary>
    public float? Exptime;

    /// <summary>Deep-learning real-bogus score, 0 to 1.</summary>
    public float? Drb
    {
        get => Point.Drb;
        set => Point.Drb = value;
    }

    /// <summary>Identifier of the candidate.</summary>
    public long Candid => Point.Candid.GetValueOrDefault();
}
