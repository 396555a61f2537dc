using System.Buffers;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;
using Boom.Simulation.Surveys.Ztf;

namespace Boom.Simulation;

/// <summary>One packet of a simulated night: its keys, and its bytes when asked for.</summary>
public readonly struct SimulatedPacket
{
    readonly SimulatedNight _night;
    readonly SimulatedObject _object;
    readonly Exposure _exposure;
    readonly Measurement _measurement;

    internal SimulatedPacket(
        SimulatedNight night, SimulatedObject simulated, Exposure exposure, in Measurement measurement, int index, int objectOrdinal)
    {
        _night = night;
        _object = simulated;
        _exposure = exposure;
        _measurement = measurement;
        Index = index;
        ObjectOrdinal = objectOrdinal;
    }

    /// <summary>Place in the night, from 0, by increasing jd.</summary>
    public int Index { get; }

    /// <summary>Which of the night's objects it is about, from 0; for <see cref="SimulatedNight.Truth"/>.</summary>
    public int ObjectOrdinal { get; }

    /// <summary>Key of the alert, unique in the night.</summary>
    public long Candid => DetectionEncoder.Candid(_exposure, _object.Place.Rcid, _measurement.IsPositive, _night.Row(ObjectOrdinal));

    /// <summary>Start of the exposure, Julian date UTC.</summary>
    public double Jd => _exposure.Jd;

    /// <summary>Filter: 1 is g, 2 is r.</summary>
    public int Fid => _exposure.Fid;

    /// <summary>What the object is.</summary>
    public ObjectClass Class => _object.Class;

    /// <summary>What the object really is. Made anew at each call.</summary>
    public ObjectTruth Truth() => _night.Truth(ObjectOrdinal);

    /// <summary>Writes the packet, an Avro object container file of schema 4.02 with one record, 65 to 92 kB.</summary>
    public void WriteTo(IBufferWriter<byte> output) => PacketEncoder.Write(_night, _object, _exposure, _measurement, ObjectOrdinal, output);

    /// <summary>The packet in an array of its own.</summary>
    public byte[] ToArray()
    {
        var buffer = new ArrayBufferWriter<byte>(100_000);
        WriteTo(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
