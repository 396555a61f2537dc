using System.Buffers;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>The visits to an object before the alert's own, and what each of them measured. Holds rented arrays: dispose of it.</summary>
sealed class LsstHistory : IDisposable
{
    /// <summary>How far back forced photometry reaches, in days.</summary>
    public const double ForcedDays = 30;

    readonly Exposure[] _exposures;
    readonly Measurement[] _measurements;
    readonly int _count;

    LsstHistory(Exposure[] exposures, Measurement[] measurements, int count)
    {
        (_exposures, _measurements, _count) = (exposures, measurements, count);
        FirstForced = count;
        for (var i = 0; i < count; i++)
        {
            if (!measurements[i].IsDetection)
                continue;
            if (Detections++ == 0)
                FirstForced = i + 1;
        }

        FirstPoint = 0;
        for (var left = Detections; left > SimulationOptions.MaximumHistory; left--)
        {
            while (!measurements[FirstPoint++].IsDetection)
            {
            }
        }

        Points = Math.Min(Detections, SimulationOptions.MaximumHistory);
    }

    /// <summary>Visits by time.</summary>
    public ReadOnlySpan<Exposure> Exposures => _exposures.AsSpan(0, _count);

    /// <summary>What they measured.</summary>
    public ReadOnlySpan<Measurement> Measurements => _measurements.AsSpan(0, _count);

    /// <summary>Visits that detected the object.</summary>
    public int Detections { get; }

    /// <summary>Detections that a packet carries: the last ones.</summary>
    public int Points { get; }

    /// <summary>Index of the first visit whose detection a packet carries.</summary>
    public int FirstPoint { get; }

    /// <summary>Index of the first visit with forced photometry: those after the first detection, within some days.</summary>
    public int FirstForced { get; private set; }

    /// <summary>Measures the object in all visits before the sighting's own; none of them see an object of the solar system.</summary>
    public static LsstHistory Measure(LsstNight night, in Sighting sighting)
    {
        var simulated = sighting.Object;
        var isAsteroid = simulated.Class == ObjectClass.Asteroid;
        var before = isAsteroid ? [] : night.Schedule.Before(simulated.Place.Field.Ordinal);
        var exposures = ArrayPool<Exposure>.Shared.Rent(before.Length + 1);
        var measurements = ArrayPool<Measurement>.Shared.Rent(before.Length + 1);
        before.CopyTo(exposures);
        var count = before.Length;
        if (!isAsteroid && night.EarlierTonight(sighting) is { } earlier)
            exposures[count++] = earlier;
        for (var i = 0; i < count; i++)
            measurements[i] = LsstNight.Camera.Measure(simulated, exposures[i]);
        var history = new LsstHistory(exposures, measurements, count);
        while (history.FirstForced < count && exposures[history.FirstForced].Jd < sighting.Exposure.Jd - ForcedDays)
            history.FirstForced++;
        return history;
    }

    public void Dispose()
    {
        ArrayPool<Exposure>.Shared.Return(_exposures, clearArray: true);
        ArrayPool<Measurement>.Shared.Return(_measurements);
    }
}
