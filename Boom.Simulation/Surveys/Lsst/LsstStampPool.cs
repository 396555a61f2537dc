using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>
/// The cutouts of a night: a few of each kind, painted when first asked for. Some 120 triplets of 112 to 138 kB. Safe for several threads.
/// </summary>
sealed class LsstStampPool(ulong key)
{
    const int VariantsPerKind = 4;
    const int PsfSide = 41;
    const int TemplatePsfSide = 53;
    const int LargePsfSide = 77;

    // Nanojansky in a pixel.
    const double Noise = 55;
    const double TemplateNoise = 9;

    readonly LsstStamps?[] _stamps = new LsstStamps?[StampKind.Count * VariantsPerKind];

    /// <summary>The cutouts for a detection.</summary>
    public LsstStamps Pick(SimulatedObject simulated, Exposure exposure, in Measurement measurement)
    {
        // Two threads that paint the same triplet at once paint the same bytes.
        var index = (StampKind.Of(simulated, measurement).Ordinal * VariantsPerKind) + (int)((simulated.Key ^ exposure.Key) % VariantsPerKind);
        return Volatile.Read(ref _stamps[index]) ?? Paint(index);
    }

    // Every fourth template has the larger of the two sizes that real packets have.
    LsstStamps Paint(int index)
    {
        var images = new CutoutPainter(LsstFits.Side, Noise, TemplateNoise, SeededStream.Key(key, (ulong)index))
            .Paint(StampKind.FromOrdinal(index / VariantsPerKind));
        var stamps = new LsstStamps(
            Write(images.Difference, Math.Sqrt((Noise * Noise) + (TemplateNoise * TemplateNoise)), PsfSide, images.ScienceWidth),
            Write(images.Science, Noise, PsfSide, images.ScienceWidth),
            Write(images.Template, TemplateNoise, index % VariantsPerKind == 0 ? LargePsfSide : TemplatePsfSide, images.TemplateWidth));
        Volatile.Write(ref _stamps[index], stamps);
        return stamps;
    }

    static byte[] Write(float[] pixels, double noise, int psfSide, double psfSigma)
    {
        var variances = new float[pixels.Length];
        for (var i = 0; i < variances.Length; i++)
            variances[i] = (float)((noise * noise) + (Math.Abs(pixels[i]) * 0.6));
        return LsstFits.Write(pixels, variances, psfSide, psfSigma);
    }
}
