using System.Text.Json;
using Boom.Core.Sky;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Objects;

/// <summary>What a simulated object really is: the answers that a pipeline should find.</summary>
/// <param name="ObjectId">Name, e.g. <c>ZTF26aaaaaaa</c>.</param>
/// <param name="Class">What it is.</param>
/// <param name="Position">True position; detections scatter about it.</param>
/// <param name="LightCurve">Noiseless light curve.</param>
/// <param name="Redshift">Of supernovae, tidal disruptions and active nuclei; otherwise null.</param>
/// <param name="Designation">Name of an asteroid; otherwise null.</param>
/// <param name="Host">The galaxy it lies in; null for what has none.</param>
public sealed record ObjectTruth(
    string ObjectId, ObjectClass Class, SkyPosition Position, LightCurve LightCurve, double? Redshift, string? Designation, HostTruth? Host = null)
{
    /// <summary>Equal for the same object as several surveys see it, different for different objects.</summary>
    public ulong SkyKey { get; init; }

    /// <summary>Noiseless difference flux in microjansky (zero point 23.9), negative when fainter than the reference image.</summary>
    /// <param name="jd">Julian date in days.</param>
    /// <param name="fid">Filter: 1 to 7 is g, r, i, z, y, u, J.</param>
    public double DifferenceFluxMicroJy(double jd, int fid) => LightCurve.DifferenceFluxMicroJy(jd, fid);

    /// <summary>Noiseless <c>magpsf</c>: magnitude of the absolute difference flux; infinite when there is none.</summary>
    /// <param name="jd">Julian date in days.</param>
    /// <param name="fid">Filter: 1 to 7 is g, r, i, z, y, u, J.</param>
    public double DifferenceMagnitude(double jd, int fid)
    {
        var flux = Math.Abs(LightCurve.DifferenceFluxMicroJy(jd, fid));
        return flux > 1e-12 ? AbMagnitude.FromFlux(flux) : double.PositiveInfinity;
    }

    /// <summary>Writes the truth as one JSON object.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("objectId", ObjectId);
        json.WriteString("class", Class.ToString());
        json.WriteNumber("ra", Position.RaDegrees);
        json.WriteNumber("dec", Position.DecDegrees);
        if (Redshift is { } redshift)
            json.WriteNumber("redshift", redshift);
        if (Designation is not null)
            json.WriteString("designation", Designation);
        if (Host is not null)
            WriteHost(json, Host);
        LightCurve.WriteProperties(json);
        json.WriteEndObject();
    }
    static void WriteHost(Utf8JsonWriter json, HostTruth host)
    {
        json.WriteStartObject("host");
        json.WriteNumber("ra", host.Position.RaDegrees);
        json.WriteNumber("dec", host.Position.DecDegrees);
        json.WriteNumber("offset_arcsec", host.OffsetArcsec);
        json.WriteNumber("offset_kpc", AbMagnitude.Round(host.OffsetKpc));
        json.WriteEndObject();
    }
}
