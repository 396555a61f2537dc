using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;

namespace Boom.Simulation;

/// <summary>The measurements of one detection that its alert and the histories of later alerts share.</summary>
readonly struct Detection
{
    const ulong DetailKey = 11;

    Detection(SimulatedObject simulated, Exposure exposure, in Measurement measurement, ref SeededStream stream)
    {
        Magpsf = AbMagnitude.Round(AbMagnitude.FromFlux(Math.Abs(measurement.FluxMicroJy)));
        Sigmapsf = AbMagnitude.Round(AbMagnitude.ErrorFactor / measurement.Snr);
        IsPositive = measurement.IsPositive;
        Scorr = AbMagnitude.Round(measurement.Snr * stream.NextUniform(1, 1.25));
        var isArtefact = simulated.Class == ObjectClass.Artefact;
        Sigmagap = AbMagnitude.Round(Sigmapsf * stream.NextUniform(1.3, 1.9));
        Magdiff = AbMagnitude.Round(Sigmagap * 0.7 * stream.NextGaussian());
        Magap = AbMagnitude.Round(Magpsf + Magdiff);
        Sigmagapbig = AbMagnitude.Round(Sigmagap * 1.4);
        Magapbig = AbMagnitude.Round(Magap + (Sigmagapbig * 0.6 * stream.NextGaussian()));
        Chipsf = AbMagnitude.Round(isArtefact ? stream.NextUniform(2, 40) : stream.NextUniform(0.8, 2.6));
        Sky = AbMagnitude.Round(1.5 * stream.NextGaussian());
        Fwhm = AbMagnitude.Round(exposure.SeeingPixels * (isArtefact ? stream.NextUniform(0.5, 2.5) : stream.NextUniform(0.85, 1.3)));
        Classtar = AbMagnitude.Round(isArtefact ? stream.NextUniform(0, 0.7) : stream.NextUniform(0.6, 1));
        Aimage = AbMagnitude.Round(Fwhm * stream.NextUniform(0.33, 0.48));
        Elongation = AbMagnitude.Round(isArtefact ? stream.NextUniform(1.1, 3) : stream.NextUniform(1.02, 1.35));
        NegativePixels = isArtefact ? 4 + stream.NextInt(10) : stream.NextInt(6);
        BadPixels = isArtefact ? stream.NextInt(5) : 0;
        Sumrat = AbMagnitude.Round(isArtefact ? stream.NextUniform(0.2, 0.8) : stream.NextUniform(0.88, 1));
        Rb = AbMagnitude.Round(isArtefact ? stream.NextUniform(0.02, 0.5) : stream.NextUniform(0.55, 0.97));
        // Squares crowd the scores at the ends of the range, as those of the survey's network are.
        var place = stream.NextUnit();
        Drb = isArtefact ? 0.6 * place * place : 1 - (0.25 * place * place * place);
        // Astrometry: 0.06 arcsec at best, half the seeing over the signal-to-noise otherwise.
        var scatterDegrees = (0.06 + (exposure.SeeingPixels / (2 * measurement.Snr))) / 3600;
        var position = simulated.Place.Position;
        RaDegrees = SurveyFields.Wrap(ObjectPlace.RoundDegrees(
            position.RaDegrees + (scatterDegrees * stream.NextGaussian() / PortableMath.CosDegrees(position.DecDegrees))));
        DecDegrees = ObjectPlace.RoundDegrees(position.DecDegrees + (scatterDegrees * stream.NextGaussian()));
        XPixel = AbMagnitude.Round(simulated.Place.XPixel + (8 * stream.NextGaussian()));
        YPixel = AbMagnitude.Round(simulated.Place.YPixel + (8 * stream.NextGaussian()));
        SeeRatio = AbMagnitude.Round(stream.NextUniform(0.75, 2));
    }

    public readonly double Magpsf, Sigmapsf, Scorr, Magap, Sigmagap, Magdiff, Magapbig, Sigmagapbig, Chipsf, Sky, Fwhm, Classtar;

    public readonly double Aimage, Elongation, Sumrat, Rb, Drb, RaDegrees, DecDegrees, XPixel, YPixel, SeeRatio;

    public readonly int NegativePixels, BadPixels;

    public readonly bool IsPositive;

    /// <summary>Distance to the nearest edge of the image, in pixels.</summary>
    public double EdgePixels => Math.Max(10, Math.Min(Math.Min(XPixel, 3072 - XPixel), Math.Min(YPixel, 3080 - YPixel)));

    public static Detection Of(SimulatedObject simulated, Exposure exposure, in Measurement measurement)
    {
        var stream = new SeededStream(SeededStream.Key(simulated.Key ^ DetailKey, exposure.Key));
        return new Detection(simulated, exposure, measurement, ref stream);
    }
}
