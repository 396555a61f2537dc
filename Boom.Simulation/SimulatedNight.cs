using System.Text;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation;

/// <summary>
/// A night of ZTF that never was: packets by increasing jd, any of which can be made without the others, from a seed. Opening it decides
/// what is seen when (some 5 µs a packet); the bytes are made when asked for. Safe for several threads.
/// </summary>
public sealed class SimulatedNight
{
    // Rows of a channel's table: 0 to 4999, so that positive and negative detections keep apart (10,000 and 15,000 are added).
    const int RowCount = 5000;
    const ulong ObjectNameKey = 1_000_001;
    const ulong StampKey = 1_000_002;
    const ulong RowKey = 1_000_003;
    const int NameLetters = 7;
    const long NameCount = 26L * 26 * 26 * 26 * 26 * 26 * 26;

    readonly NightPlan _plan;
    readonly long _firstName;
    readonly int _firstRow;

    /// <summary>Opens a night. Throws <see cref="ArgumentException"/> when the options are not valid.</summary>
    public SimulatedNight(SimulationOptions options)
    {
        if (options.Validate() is { } error)
            throw new ArgumentException(error, nameof(options));
        Options = options;
        _plan = new NightPlan(options);
        Stamps = new StampPool(SeededStream.Key(_plan.Key, StampKey));
        _firstName = (long)(SeededStream.Key(_plan.Key, ObjectNameKey) % (ulong)NameCount);
        _firstRow = (int)(SeededStream.Key(_plan.Key, RowKey) % RowCount);
    }

    /// <summary>The options that it was opened with.</summary>
    public SimulationOptions Options { get; }

    /// <summary>Number of packets.</summary>
    public int Count => _plan.PacketCount;

    /// <summary>Number of objects.</summary>
    public int ObjectCount => _plan.ObjectCount;

    internal StampPool Stamps { get; }

    /// <summary>One of the night's objects.</summary>
    internal SimulatedObject Object(int objectOrdinal) => _plan.Object(objectOrdinal);

    /// <summary>One packet of the night.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1, by increasing jd.</param>
    public SimulatedPacket Packet(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var (ordinal, exposure) = _plan.Packet(index);
        var simulated = _plan.Object(ordinal);
        return new SimulatedPacket(this, simulated, exposure, Measurement.Measure(simulated, exposure), index, ordinal);
    }

    /// <summary>All packets from one on, by increasing jd.</summary>
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
        var simulated = _plan.Object(objectOrdinal);
        Span<byte> name = stackalloc byte[ObjectIdLength];
        WriteObjectId(objectOrdinal, ObjectHistory.FindStartJd(simulated), name);
        return new ObjectTruth(
            Encoding.ASCII.GetString(name),
            simulated.Class,
            simulated.Place.Position,
            simulated.LightCurve,
            simulated.Redshift,
            simulated.AsteroidNumber > 0 ? simulated.AsteroidNumber.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
            HostTruth.Of(simulated));
    }

    /// <summary>The truth of all objects, each once, in no order that means anything.</summary>
    public IEnumerable<ObjectTruth> Truths()
    {
        for (var ordinal = 0; ordinal < ObjectCount; ordinal++)
            yield return Truth(ordinal);
    }

    /// <summary>Bytes of an objectId: ZTF, two digits of the year, seven letters.</summary>
    internal const int ObjectIdLength = 5 + NameLetters;

    /// <summary>Row of an object in the tables of its channel.</summary>
    internal int Row(int objectOrdinal) => (_firstRow + _plan.Rank(objectOrdinal)) % RowCount;

    /// <summary>Writes the object's name; the year is that of its first detection.</summary>
    internal void WriteObjectId(int objectOrdinal, double startJd, Span<byte> name)
    {
        "ZTF"u8.CopyTo(name);
        var year = SurveyClock.DateOf(startJd).Year;
        name[3] = (byte)('0' + (year / 10 % 10));
        name[4] = (byte)('0' + (year % 10));
        var letters = (_firstName + objectOrdinal) % NameCount;
        for (var i = ObjectIdLength - 1; i >= 5; i--)
        {
            name[i] = (byte)('a' + (letters % 26));
            letters /= 26;
        }
    }
}
