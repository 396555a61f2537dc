using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>The noiseless brightness of an object as the difference image shows it, over time and in each filter.</summary>
public abstract class LightCurve
{
    /// <summary>
    /// Difference flux in microjansky (zero point 23.9): what is there minus what the reference image holds; negative when fainter.
    /// </summary>
    /// <param name="jd">Julian date in days.</param>
    /// <param name="fid">Filter: 1 is g, 2 is r.</param>
    public abstract double DifferenceFluxMicroJy(double jd, int fid);

    /// <summary>Magnitude of the object in the reference image; infinite when it is not in it.</summary>
    public virtual double ReferenceMagnitude(int fid) => double.PositiveInfinity;

    /// <summary>Writes the parameters as properties of a JSON object that is open.</summary>
    internal abstract void WriteProperties(Utf8JsonWriter json);
}
