using Boom.Core.Alerts;
using Boom.Core.Avro;

namespace Boom.Core.Surveys.Decam;

/// <summary>One forced measurement. What is not a number in the packet is absent.</summary>
struct DecamPoint : IDatedPoint
{
    const double JdOfMjd = 2400000.5;

    /// <summary>Time of the exposure, modified Julian date UTC, days.</summary>
    [AvroBind(Required = true)]
    public double Mjd;

    /// <summary>Flux on the difference image and its error, µJy; negative where the source is fainter than the reference.</summary>
    public double? Forcediffimflux, Forcediffimfluxunc;

    /// <summary>Magnitude of the flux, mag.</summary>
    [AvroBind(Names = ["forcediffimmag", "magap"])]
    public double? Magap;

    /// <summary>Its error, mag.</summary>
    [AvroBind(Names = ["forcediffimmagunc", "sigmagap"])]
    public double? Sigmagap;

    /// <summary>Filter as the packet names it: <c>g</c>, <c>Y</c>, <c>VR</c>.</summary>
    public string? Band;

    /// <summary>5 σ limiting magnitude of the difference image, mag.</summary>
    public double? Diffmaglim;

    /// <summary>Flux over its error, signed; absent where the error is none.</summary>
    [AvroBind(Ignore = true)]
    public double? Snr;

    /// <summary>Julian date UTC, days.</summary>
    public readonly double Jd => Mjd + JdOfMjd;

    /// <summary>Fills what is derived, and clears what is no number; false when the time cannot be that of an exposure.</summary>
    internal static bool Derive(ref DecamPoint point)
    {
        point.Forcediffimflux = Number(point.Forcediffimflux);
        point.Forcediffimfluxunc = Number(point.Forcediffimfluxunc);
        point.Magap = Number(point.Magap);
        point.Sigmagap = Number(point.Sigmagap);
        point.Diffmaglim = Number(point.Diffmaglim);
        point.Band = string.IsNullOrWhiteSpace(point.Band) ? null : point.Band;
        point.Snr = point.Forcediffimfluxunc > 0 ? Number(point.Forcediffimflux / point.Forcediffimfluxunc) : null;
        return JulianDate.IsPlausible(point.Jd);
    }

    internal static double? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
