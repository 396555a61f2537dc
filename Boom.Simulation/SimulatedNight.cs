using Boom.Core.Surveys;
using Boom.Simulation.Objects;
using Boom.Simulation.Surveys;
using Boom.Simulation.Surveys.Decam;
using Boom.Simulation.Surveys.Lsst;
using Boom.Simulation.Surveys.Winter;
using Boom.Simulation.Surveys.Ztf;

namespace Boom.Simulation;

/// <summary>
/// A night of one survey that never was: packets by increasing time, any of which can be made without the others, from a seed. Opening it decides
/// what is seen when (some 5 µs a packet); the bytes are made when asked for. The sky is a matter of seed and night: all surveys see the same
/// objects. Safe for several threads.
/// </summary>
public sealed class SimulatedNight
{
    readonly SurveyNight _night;

    /// <summary>Opens a night. Throws <see cref="ArgumentException"/> when the options are not valid.</summary>
    public SimulatedNight(SimulationOptions options)
    {
        if (options.Validate() is { } error)
            throw new ArgumentException(error, nameof(options));
        Options = options;
        _night = options.Survey switch
        {
            Survey.Lsst => new LsstNight(options),
            Survey.Decam => new DecamNight(options),
            Survey.Winter => new WinterNight(options),
            _ => new ZtfNight(options),
        };
    }

    /// <summary>The options that it was opened with.</summary>
    public SimulationOptions Options { get; }

    /// <summary>Number of packets.</summary>
    public int Count => _night.PacketCount;

    /// <summary>Number of objects.</summary>
    public int ObjectCount => _night.ObjectCount;

    /// <summary>One of the night's objects.</summary>
    internal SimulatedObject Object(int objectOrdinal) => _night.Object(objectOrdinal);

    /// <summary>One packet of the night.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1, by increasing time.</param>
    public SimulatedPacket Packet(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return new SimulatedPacket(this, _night, _night.Packet(index));
    }

    /// <summary>All packets from one on, by increasing time.</summary>
    /// <param name="first">Index of the first, 0 to <see cref="Count"/>.</param>
    public IEnumerable<SimulatedPacket> Packets(int first = 0)
    {
        for (var index = first; index < Count; index++)
            yield return Packet(index);
    }

    /// <summary>What one of the night's objects really is.</summary>
    /// <param name="objectOrdinal">0 to <see cref="ObjectCount"/> - 1.</param>
    public ObjectTruth Truth(int objectOrdinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(objectOrdinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(objectOrdinal, ObjectCount);
        var simulated = _night.Object(objectOrdinal);
        return new ObjectTruth(
            _night.ObjectId(objectOrdinal, simulated),
            simulated.Class,
            simulated.Place.Position,
            simulated.LightCurve,
            simulated.Redshift,
            _night.Designation(objectOrdinal, simulated),
            HostTruth.Of(simulated))
        {
            SkyKey = simulated.Key,
        };
    }

    /// <summary>The truth of all objects, each once, in no order that means anything.</summary>
    public IEnumerable<ObjectTruth> Truths()
    {
        for (var ordinal = 0; ordinal < ObjectCount; ordinal++)
            yield return Truth(ordinal);
    }

    /// <summary>Name that the survey gives to one of the night's objects.</summary>
    internal string ObjectId(int objectOrdinal) => _night.ObjectId(objectOrdinal, _night.Object(objectOrdinal));
}
