using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Objects;

/// <summary>An object of the night with everything that its packets need. Made anew from the plan whenever a packet asks for it.</summary>
sealed class SimulatedObject
{
    /// <summary>Seed of everything about the object that is left to chance.</summary>
    public required ulong Key { get; init; }

    /// <summary>Truth, but for the name.</summary>
    public required ObjectClass Class { get; init; }

    /// <summary>Noiseless light curve.</summary>
    public required LightCurve LightCurve { get; init; }

    /// <summary>What lies near it.</summary>
    public required Surroundings Surroundings { get; init; }

    /// <summary>Where it is.</summary>
    public required ObjectPlace Place { get; init; }

    /// <summary>Redshift, or null.</summary>
    public double? Redshift { get; init; }

    /// <summary>Number of the asteroid; 0 for anything else.</summary>
    public int AsteroidNumber { get; init; }

    /// <summary>Detections before the history that is simulated; 0 for what did not exist then.</summary>
    public int EarlierDetections { get; init; }

    /// <summary>Julian date of the first of the earlier detections.</summary>
    public double EarlierStartJd { get; init; }

    /// <summary>The same, fainter by some magnitudes: as far away as that takes.</summary>
    public SimulatedObject Fainter(double magnitudes) => new()
    {
        Key = Key,
        Class = Class,
        LightCurve = LightCurve.Fainter(magnitudes),
        Surroundings = Surroundings,
        Place = Place,
        Redshift = Redshift is { } redshift ? AbMagnitude.Round(Math.Min(6, redshift * PortableMath.Pow10(magnitudes / 5))) : null,
        AsteroidNumber = AsteroidNumber,
        EarlierDetections = EarlierDetections,
        EarlierStartJd = EarlierStartJd,
    };
}
