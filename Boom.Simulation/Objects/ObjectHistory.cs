using Boom.Simulation.Exposures;

namespace Boom.Simulation.Objects;

/// <summary>The exposures of an object's field and what each of them measured of it, up to one of them.</summary>
readonly ref struct ObjectHistory
{
    /// <summary>How far back a packet's history reaches, in days.</summary>
    public const double WindowDays = 30;

    /// <summary>Exposures before the alert's own within the window, by increasing jd.</summary>
    public required ReadOnlySpan<Exposure> Exposures { get; init; }

    /// <summary>What they measured.</summary>
    public required ReadOnlySpan<Measurement> Measurements { get; init; }

    /// <summary>Detections so far, with the alert's own.</summary>
    public required int DetectionCount { get; init; }

    /// <summary>Exposures so far, with the alert's own.</summary>
    public required int CoverageCount { get; init; }

    /// <summary>Julian date of the first detection.</summary>
    public required double StartJd { get; init; }

    /// <summary>Measures the object in all exposures up to the given one.</summary>
    /// <param name="simulated">The object.</param>
    /// <param name="exposure">The alert's exposure, one of the object's field.</param>
    /// <param name="buffer">Room for as many measurements as the field has exposures.</param>
    public static ObjectHistory Measure(SimulatedObject simulated, Exposure exposure, Span<Measurement> buffer)
    {
        var exposures = simulated.Place.Field.Exposures;
        int own = 0, windowStart = 0, detections = 0;
        var startJd = exposure.Jd;
        for (; exposures[own] != exposure; own++)
        {
            buffer[own] = Measurement.Measure(simulated, exposures[own]);
            if (exposures[own].Jd <= exposure.Jd - WindowDays)
                windowStart = own + 1;
            if (buffer[own].IsDetection && detections++ == 0)
                startJd = exposures[own].Jd;
        }

        // The images that covered the place before the simulated history: more of them the more detections they gave.
        var earlierCoverage = 300 + (simulated.Place.Field.Number % 700) + (4 * simulated.EarlierDetections);
        return new ObjectHistory
        {
            Exposures = exposures.AsSpan(windowStart..own),
            Measurements = buffer[windowStart..own],
            DetectionCount = simulated.EarlierDetections + detections + 1,
            CoverageCount = earlierCoverage + own + 1,
            StartJd = simulated.EarlierDetections > 0 ? simulated.EarlierStartJd : startJd,
        };
    }

    /// <summary>Julian date of the object's first detection of all.</summary>
    public static double FindStartJd(SimulatedObject simulated)
    {
        if (simulated.EarlierDetections > 0)
            return simulated.EarlierStartJd;
        var exposures = simulated.Place.Field.Exposures;
        foreach (var exposure in exposures)
        {
            if (Measurement.Measure(simulated, exposure).IsDetection)
                return exposure.Jd;
        }

        return exposures[^1].Jd;
    }
}
