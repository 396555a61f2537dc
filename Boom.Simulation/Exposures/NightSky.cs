using Boom.Simulation.Objects;

namespace Boom.Simulation.Exposures;

/// <summary>
/// The sky of a seed and night, the same for all surveys: an endless row of objects, of which each is visible to the ZTF night's exposures. Safe for
/// several threads.
/// </summary>
sealed class NightSky
{
    const int MaximumAttempts = 48;

    readonly ClassMix _mix;

    public NightSky(SimulationOptions options)
    {
        _mix = options.Mix;
        Key = SeededStream.Key(options.Seed, (ulong)options.Night.DayNumber);
        Schedule = new ExposureSchedule(Key, options.Night);
    }

    /// <summary>Seed of the night.</summary>
    public ulong Key { get; }

    /// <summary>The exposures that decide which objects there are.</summary>
    public ExposureSchedule Schedule { get; }

    /// <summary>Class and place of an object.</summary>
    public (ulong Key, ObjectClass Class, ObjectPlace Place) Place(int index)
    {
        var key = SeededStream.Key(Key, (ulong)index);
        var stream = new SeededStream(key);
        return (key, _mix.Pick(stream.NextUnit()), ObjectPlace.Draw(Schedule.Fields, ref stream));
    }

    /// <summary>The object, made again from its seed.</summary>
    /// <param name="index">Place in the row.</param>
    /// <param name="attempt">What <see cref="Find"/> said.</param>
    public SimulatedObject Object(int index, int attempt)
    {
        var (key, objectClass, place) = Place(index);
        return ObjectFactory.Draw(objectClass, place, SeededStream.Key(key, (ulong)attempt));
    }

    /// <summary>Draws an object until it is one that is seen tonight; null when none of many is.</summary>
    public (SimulatedObject Object, byte Attempt)? Find(int index)
    {
        var (key, objectClass, place) = Place(index);
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var simulated = ObjectFactory.Draw(objectClass, place, SeededStream.Key(key, (ulong)attempt));
            foreach (var exposure in place.Field.Tonight)
            {
                if (Measurement.Measure(simulated, exposure).IsDetection)
                    return (simulated, (byte)attempt);
            }
        }

        return null;
    }
}
