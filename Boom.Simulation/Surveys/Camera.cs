using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys;

/// <summary>
/// What a survey's camera measures of an object in one exposure: a pure function of both, so an exposure reads the same in the alert itself and in
/// the history of every later one.
/// </summary>
/// <param name="Key">Seed of the survey: two cameras have different noise.</param>
/// <param name="ElectronsPerMicroJy">Electrons of a source of one microjansky in one exposure.</param>
/// <param name="CalibrationError">No measurement is better than this share of its flux.</param>
/// <param name="AstrometryFloorArcsec">No position is better than this in either coordinate.</param>
/// <param name="ArcsecPerPixel">Scale of the image.</param>
sealed record Camera(ulong Key, double ElectronsPerMicroJy, double CalibrationError, double AstrometryFloorArcsec, double ArcsecPerPixel)
{
    const ulong PositionKey = 12;

    /// <summary>Fluxes with noise.</summary>
    public Measurement Measure(SimulatedObject simulated, Exposure exposure)
    {
        var stream = new SeededStream(SeededStream.Key(simulated.Key ^ Key, exposure.Key));
        var signal = simulated.LightCurve.DifferenceFluxMicroJy(exposure.Jd, exposure.Fid);
        if (simulated.LightCurve is ArtefactCurve artefact)
            signal = Residual(artefact, exposure, ref stream);
        var reference = simulated.LightCurve.ReferenceMagnitude(exposure.Fid);
        var referenceFlux = double.IsFinite(reference) ? AbMagnitude.ToFlux(reference) : 0;
        var noise = Noise(signal, referenceFlux, exposure);
        var flux = signal + (noise * stream.NextGaussian());
        var forced = signal + (0.95 * noise * stream.NextGaussian());
        return new Measurement(flux, Noise(flux, referenceFlux, exposure), forced, 0.95 * Noise(forced, referenceFlux, exposure));
    }

    /// <summary>Error of a position in either coordinate, in seconds of arc: a third of the seeing over the signal-to-noise, and no less than the
    /// floor.</summary>
    public double PositionErrorArcsec(Exposure exposure, in Measurement measurement) =>
        AstrometryFloorArcsec + (0.35 * exposure.SeeingPixels * ArcsecPerPixel / Math.Max(1, measurement.Snr));

    /// <summary>The position with its error.</summary>
    public SkyPosition Locate(SimulatedObject simulated, Exposure exposure, in Measurement measurement)
    {
        var stream = new SeededStream(SeededStream.Key(simulated.Key ^ Key ^ PositionKey, exposure.Key));
        var scatterDegrees = PositionErrorArcsec(exposure, measurement) / 3600;
        var position = simulated.Place.Position;
        var ra = position.RaDegrees + (scatterDegrees * stream.NextGaussian() / PortableMath.CosDegrees(position.DecDegrees));
        return new SkyPosition(SurveyFields.Wrap(ra), position.DecDegrees + (scatterDegrees * stream.NextGaussian()));
    }

    double Noise(double flux, double referenceFlux, Exposure exposure)
    {
        var size = Math.Abs(flux);
        var calibration = CalibrationError * size;
        return Math.Sqrt(
            (exposure.NoiseMicroJy * exposure.NoiseMicroJy) + ((size + referenceFlux) / ElectronsPerMicroJy) + (calibration * calibration));
    }

    static double Residual(ArtefactCurve artefact, Exposure exposure, ref SeededStream stream)
    {
        var size = stream.NextLogUniform(6, 60) * exposure.NoiseMicroJy;
        var left = stream.NextChance(artefact.ResidualShare);
        var sign = stream.NextChance(0.6) ? 1 : -1;
        return left ? sign * size : 0;
    }
}
