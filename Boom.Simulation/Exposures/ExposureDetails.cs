using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Exposures;

/// <summary>What the pipeline says of an image besides its depth and zero point.</summary>
readonly struct ExposureDetails
{
    ExposureDetails(Exposure exposure, ref SeededStream stream)
    {
        var isG = exposure.Fid == 1;
        ZeroPointError = stream.NextUniform(4e-6, 1.2e-5);
        ZeroPointScatter = AbMagnitude.Round(stream.NextUniform(0.016, 0.04));
        ColourCoefficient = AbMagnitude.Round((isG ? -0.045 : 0.085) + (0.012 * stream.NextGaussian()));
        ColourError = stream.NextUniform(5e-6, 1.5e-5);
        ColourCovariance = -stream.NextUniform(3e-6, 9e-6);
        ZeroPointMedian = AbMagnitude.Round(exposure.Magzpsci + (isG ? -0.03 : 0.05));
        ColourMedian = AbMagnitude.Round(stream.NextUniform(0.5, 0.85));
        ColourScatter = AbMagnitude.Round(stream.NextUniform(0.12, 0.3));
        MatchCount = 300 + stream.NextInt(1700);
        DifferenceSnr = AbMagnitude.Round(stream.NextUniform(3, 15));
        ScienceSnr = AbMagnitude.Round(DifferenceSnr + stream.NextUniform(4, 15));
        Background = AbMagnitude.Round(stream.NextUniform(120, isG ? 260 : 560));
        PixelScatter = AbMagnitude.Round(stream.NextUniform(7, 16));
        AstrometryRa = AbMagnitude.Round(stream.NextUniform(0.06, 0.09));
        AstrometryDec = AbMagnitude.Round(stream.NextUniform(0.06, 0.1));
        // 61: the place had no usable reference; 56, 57: warnings that leave a flux.
        ForcedStatus = stream.NextUnit() switch { < 0.04 => 61, < 0.05 => 56, < 0.06 => 57, _ => 0 };
    }

    public readonly double ZeroPointError, ZeroPointScatter, ZeroPointMedian;

    public readonly double ColourCoefficient, ColourError, ColourCovariance, ColourMedian, ColourScatter;

    public readonly double DifferenceSnr, ScienceSnr, Background, PixelScatter, AstrometryRa, AstrometryDec;

    public readonly int MatchCount;

    /// <summary>Code of the forced photometry.</summary>
    public readonly int ForcedStatus;

    public static ExposureDetails Of(Exposure exposure)
    {
        var stream = new SeededStream(exposure.Key);
        return new ExposureDetails(exposure, ref stream);
    }
}
