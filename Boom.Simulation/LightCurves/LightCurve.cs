using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>The noiseless brightness of an object as the difference image shows it, over time and in each filter.</summary>
public abstract class LightCurve
{
    /// <summary>
    /// Difference flux in microjansky (zero point 23.9): what is there minus what the reference image holds; negative when fainter.
    /// </summary>
    /// <param name="jd">Julian date in days.</param>
    /// <param name="fid">Filter: 1 to 7 is g, r, i, z, y, u, J. What is not g or r follows one of them at a constant ratio.</param>
    public double DifferenceFluxMicroJy(double jd, int fid)
    {
        var flux = Flux(jd, Filters.IsBlue(fid));
        return fid <= Filters.R ? flux : flux * Filters.Ratio(this, fid);
    }

    /// <summary>Magnitude of the object in the reference image; infinite when it is not in it.</summary>
    /// <param name="fid">Filter: 1 to 7 is g, r, i, z, y, u, J.</param>
    public double ReferenceMagnitude(int fid)
    {
        var magnitude = Reference(Filters.IsBlue(fid));
        return fid <= Filters.R ? magnitude : magnitude + Filters.StarColour(fid);
    }

    /// <summary>Difference flux in microjansky in g, or in r.</summary>
    protected abstract double Flux(double jd, bool inG);

    /// <summary>Magnitude in the reference image in g, or in r.</summary>
    protected virtual double Reference(bool inG) => double.PositiveInfinity;

    /// <summary>The same object, fainter by some magnitudes.</summary>
    internal abstract LightCurve Fainter(double magnitudes);

    /// <summary>Writes the parameters as properties of a JSON object that is open.</summary>
    internal abstract void WriteProperties(Utf8JsonWriter json);
}
