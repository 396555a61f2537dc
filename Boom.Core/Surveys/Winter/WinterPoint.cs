using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Winter;

/// <summary>One detection of a WINTER alert's light curve: an earlier one, or the alert itself.</summary>
struct WinterPoint : IDatedPoint
{
    /// <summary>Start of exposure, Julian date UTC, days.</summary>
    [AvroBind(Required = true)]
    public double Jd;

    /// <summary>Identifier of the candidate.</summary>
    public long? Candid;

    /// <summary>Name of the programme.</summary>
    [AvroBind(Names = ["progname", "program"])]
    public string? Progname;

    /// <summary>Number of the filter; absent in 2022.</summary>
    public int? Fid;

    /// <summary>Whether the source is brighter than the reference.</summary>
    public AvroFlag? Isdiffpos;

    /// <summary>Field of the sky grid.</summary>
    [AvroBind(Names = ["field", "fieldid"])]
    public int? Fieldid;

    /// <summary>Right ascension and declination, degrees.</summary>
    public double? Ra, Dec;

    /// <summary>PSF magnitude and its error, mag.</summary>
    public float? Magpsf, Sigmapsf;

    /// <summary>5 σ limiting magnitude, mag; a point of history has one from 2025 on.</summary>
    public float? Diffmaglim;

    /// <summary>Width of the source, pixels.</summary>
    public float? Fwhm;

    /// <summary>Peak signal-to-noise ratio of the matched filter.</summary>
    public double? Scorr;

    /// <summary>Band of <see cref="Fid"/>; null for a number that is none.</summary>
    [AvroBind(Ignore = true)]
    public string? Band;

    readonly double IDatedPoint.Jd => Jd;

    /// <summary>Whether it is a detection: time, magnitude and error can be real.</summary>
    internal readonly bool IsDetection =>
        JulianDate.IsPlausible(Jd) && Magpsf is { } mag && Magnitudes.IsReal(mag) && Sigmapsf is { } error && Magnitudes.IsRealError(error);
}
