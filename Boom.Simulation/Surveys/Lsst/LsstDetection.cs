using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>The measurements of one detection that its alert and the histories of later alerts share. Fluxes in nanojansky.</summary>
readonly struct LsstDetection
{
    const ulong DetailKey = 13;
    const ulong DetectorKey = 18;
    const ulong DetectorCount = 189;

    LsstDetection(SimulatedObject simulated, Exposure exposure, in Measurement measurement, ref SeededStream stream)
    {
        var camera = LsstNight.Camera;
        IsDipole = simulated.Class == ObjectClass.Artefact;
        Position = camera.Locate(simulated, exposure, measurement);
        PositionErrorDegrees = camera.PositionErrorArcsec(exposure, measurement) / 3600;
        PixelError = PositionErrorDegrees * 3600 / LsstSchedule.ArcsecPerPixel;
        Detector = DetectorOf(simulated, exposure);
        X = stream.NextUniform(10, 4060);
        Y = stream.NextUniform(10, 3990);
        PsfFlux = 1000 * measurement.FluxMicroJy;
        PsfFluxError = 1000 * measurement.ErrorMicroJy;
        Snr = measurement.Snr;
        ApFluxError = PsfFluxError * stream.NextUniform(2.1, 2.6);
        ApFlux = PsfFlux + (0.6 * ApFluxError * stream.NextGaussian());
        HasAperture = !stream.NextChance(0.01);
        var reference = simulated.LightCurve.ReferenceMagnitude(exposure.Fid);
        TemplateFluxError = PsfFluxError * stream.NextUniform(0.04, 0.12);
        TemplateFlux = (double.IsFinite(reference) ? 1000 * AbMagnitude.ToFlux(reference) : 0) + (TemplateFluxError * stream.NextGaussian());
        Chi2 = 1681 * (IsDipole ? stream.NextUniform(1.1, 6) : stream.NextUniform(0.92, 1.12));
        Moment = exposure.SeeingPixels * LsstSchedule.ArcsecPerPixel / 2.3548;
        Moment *= Moment;
        Shape = stream.NextUniform(0.9, 1.15);
        Shear = 0.05 * Moment * stream.NextGaussian();
        TrailLength = stream.NextUniform(0.3, 1.2);
        TrailAngle = stream.NextUniform(-90, 90);
        HasShape = !IsDipole && !stream.NextChance(0.08);
        Extendedness = IsDipole ? double.NaN : simulated.Surroundings == Surroundings.HostGalaxy ? stream.NextUniform(0, 1) : 0.3 * stream.NextUnit();
        var place = stream.NextUnit();
        Reliability = IsDipole ? 0.6 * place * place : 1 - (0.3 * place * place * place);
        Box = 12 + stream.NextInt(20);
        Flags = FlagsOf(ref stream, IsDipole, TemplateFlux);
    }

    public readonly SkyPosition Position;

    public readonly double PositionErrorDegrees, PixelError, X, Y, PsfFlux, PsfFluxError, Snr, ApFlux, ApFluxError, TemplateFlux, TemplateFluxError;

    public readonly double Chi2, Moment, Shape, Shear, TrailLength, TrailAngle, Extendedness, Reliability;

    public readonly int Detector, Box;

    public readonly bool IsDipole, HasAperture, HasShape;

    public readonly LsstPixelFlags Flags;

    /// <summary>Flux in the exposure itself: the difference and what the template has.</summary>
    public double ScienceFlux => PsfFlux + TemplateFlux;

    public static LsstDetection Of(SimulatedObject simulated, Exposure exposure, in Measurement measurement)
    {
        var stream = new SeededStream(SeededStream.Key(simulated.Key ^ DetailKey, exposure.Key));
        return new LsstDetection(simulated, exposure, measurement, ref stream);
    }

    /// <summary>Which of the camera's detectors an object lies on.</summary>
    public static int DetectorOf(SimulatedObject simulated, Exposure exposure) =>
        (int)(SeededStream.Key(simulated.Key ^ DetectorKey, exposure.Key) % DetectorCount);

    static LsstPixelFlags FlagsOf(ref SeededStream stream, bool isDipole, double templateFlux)
    {
        var flags = stream.NextUnit() switch
        {
            < 0.03 => LsstPixelFlags.CosmicRay | LsstPixelFlags.Interpolated,
            < 0.04 => LsstPixelFlags.NoData | LsstPixelFlags.Edge,
            < 0.05 => LsstPixelFlags.Suspect,
            < 0.06 => LsstPixelFlags.Bad | LsstPixelFlags.Interpolated | LsstPixelFlags.InterpolatedCentre,
            _ => LsstPixelFlags.None,
        };
        if (templateFlux > 5e6)
            flags |= LsstPixelFlags.Saturated | LsstPixelFlags.SaturatedCentre;
        if (isDipole && stream.NextChance(0.2))
            flags |= LsstPixelFlags.Streak | LsstPixelFlags.StreakCentre | LsstPixelFlags.GlintTrail;
        return flags;
    }
}
