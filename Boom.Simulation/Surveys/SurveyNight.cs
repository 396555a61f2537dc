using System.Buffers;
using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys;

/// <summary>A night as one survey sees it: which objects, which packets, and how they are written. Safe for several threads.</summary>
abstract class SurveyNight
{
    /// <summary>Number of packets.</summary>
    public abstract int PacketCount { get; }

    /// <summary>Number of objects.</summary>
    public abstract int ObjectCount { get; }

    /// <summary>One of the objects, made again from its seed.</summary>
    public abstract SimulatedObject Object(int ordinal);

    /// <summary>What one packet is about.</summary>
    /// <param name="index">0 to <see cref="PacketCount"/> - 1, by increasing time.</param>
    public abstract Sighting Packet(int index);

    /// <summary>Key of the alert.</summary>
    public abstract long Candid(in Sighting sighting);

    /// <summary>Position that the packet gives.</summary>
    public abstract SkyPosition Position(in Sighting sighting);

    /// <summary>Name that the survey gives to an object.</summary>
    public abstract string ObjectId(int ordinal, SimulatedObject simulated);

    /// <summary>Name of an asteroid in the survey's packets; null for anything else.</summary>
    public abstract string? Designation(int ordinal, SimulatedObject simulated);

    /// <summary>How long after the night's first packet the survey publishes this one.</summary>
    public abstract TimeSpan PublishAfter(in Sighting sighting);

    /// <summary>Writes the packet.</summary>
    public abstract void Write(in Sighting sighting, IBufferWriter<byte> output);
}

/// <summary>One object in one exposure: what a packet is about.</summary>
/// <param name="Index">Place of the packet in the night.</param>
/// <param name="ObjectOrdinal">Which of the night's objects.</param>
/// <param name="Object">The object.</param>
/// <param name="Exposure">The exposure.</param>
/// <param name="Measurement">What it measured.</param>
readonly record struct Sighting(int Index, int ObjectOrdinal, SimulatedObject Object, Exposure Exposure, Measurement Measurement);
