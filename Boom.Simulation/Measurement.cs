using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;

namespace Boom.Simulation;

/// <summary>
/// What one exposure measures of one object, noise and all. A pure function of both: whoever asks again, for the alert itself or for the
/// history of a later one, gets the same numbers.
/// </summary>
/// <param name="FluxMicroJy">Difference flux as detected.</param>
/// <param name="ErrorMicroJy">Its error.</param>
/// <param name="ForcedFluxMicroJy">Difference flux by forced photometry: of the same light, with noise of its own.</param>
/// <param name="ForcedErrorMicroJy">Its error.</param>
readonly record struct Measurement(double FluxMicroJy, double ErrorMicroJy, double ForcedFluxMicroJy, double ForcedErrorMicroJy)
{
    const double DetectionSigma = 5;

    // A zero point of 26.2 and 6.2 electrons per DN make some 50 electrons of a microjansky in 30 s.
    const double ElectronsPerMicroJy = 50;

    // Calibration: no measurement is better than one per cent.
    const double CalibrationError = 0.01;

    /// <summary>Signal over noise, without sign.</summary>
    public double Snr => Math.Abs(FluxMicroJy) / ErrorMicroJy;

    /// <summary>Whether the exposure makes an alert of it.</summary>
    public bool IsDetection => Snr >= DetectionSigma;

    /// <summary>Whether the source is brighter than in the reference image.</summary>
    public bool IsPositive => FluxMicroJy > 0;

    public static Measurement Measure(SimulatedObject simulated, Exposure exposure)
    {
        var stream = new SeededStream(SeededStream.Key(simulated.Key, exposure.Key));
        var signal = simulated.LightCurve.DifferenceFluxMicroJy(exposure.Jd, exposure.Fid);
        if (simulated.LightCurve is ArtefactCurve artefact)
            signal = Residual(artefact, exposure, ref stream);
        var reference = simulated.LightCurve.ReferenceMagnitude(exposure.Fid);
        var referenceFlux = double.IsFinite(reference) ? AbMagnitude.ToFlux(reference) : 0;
        var noise = Noise(signal, referenceFlux, exposure);
        var flux = signal + (noise * stream.NextGaussian());
        var forced = signal + (0.9 * noise * stream.NextGaussian());
        return new Measurement(flux, Noise(flux, referenceFlux, exposure), forced, 0.9 * Noise(forced, referenceFlux, exposure));
    }

    static double Noise(double flux, double referenceFlux, Exposure exposure)
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
