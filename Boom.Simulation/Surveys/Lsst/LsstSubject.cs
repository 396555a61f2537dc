using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>The object of a packet and its names; input of the encoders.</summary>
readonly struct LsstSubject
{
    const ulong NullKey = 14;

    public LsstSubject(LsstNumbers numbers, SimulatedObject simulated, int ordinal)
    {
        Numbers = numbers;
        Simulated = simulated;
        Ordinal = ordinal;
        var isAsteroid = simulated.Class == ObjectClass.Asteroid;
        DiaObjectId = isAsteroid ? 0 : numbers.DiaObject(ordinal);
        SolarSystemId = isAsteroid ? numbers.SolarSystemObject(ordinal) : 0;
        MissingAreNull = new SeededStream(SeededStream.Key(simulated.Key, NullKey)).NextChance(0.2);
    }

    public readonly LsstNumbers Numbers;

    public readonly SimulatedObject Simulated;

    public readonly int Ordinal;

    /// <summary>0 for objects of the solar system.</summary>
    public readonly long DiaObjectId;

    /// <summary>0 for everything else.</summary>
    public readonly long SolarSystemId;

    /// <summary>Whether what was not measured is null, and not not-a-number.</summary>
    public readonly bool MissingAreNull;
}
