using System.Buffers;
using System.Text;
using Boom.Core.Sky;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;
using Boom.Simulation.Surveys;

namespace Boom.Simulation;

/// <summary>One packet of a simulated night: its keys, and its bytes when asked for.</summary>
public readonly struct SimulatedPacket
{
    readonly SimulatedNight _owner;
    readonly SurveyNight _night;
    readonly Sighting _sighting;

    internal SimulatedPacket(SimulatedNight owner, SurveyNight night, in Sighting sighting)
    {
        _owner = owner;
        _night = night;
        _sighting = sighting;
    }

    /// <summary>Place in the night, from 0, by increasing time.</summary>
    public int Index => _sighting.Index;

    /// <summary>Which of the night's objects it is about, from 0; for <see cref="SimulatedNight.Truth"/>.</summary>
    public int ObjectOrdinal => _sighting.ObjectOrdinal;

    /// <summary>Key of the alert, unique in the night: <c>candid</c>, of LSST <c>diaSourceId</c>.</summary>
    public long Candid => _night.Candid(_sighting);

    /// <summary>Time of the exposure, Julian date UTC: its start, of LSST its middle.</summary>
    public double Jd => _sighting.Exposure.Jd;

    /// <summary>Filter: 1 to 7 is g, r, i, z, y, u, J. For <see cref="ObjectTruth.DifferenceFluxMicroJy"/>.</summary>
    public int Fid => _sighting.Exposure.Fid;

    /// <summary>Name of the filter, e.g. <c>g</c>.</summary>
    public string Band => Encoding.ASCII.GetString(Filters.Name(Fid));

    /// <summary>Position that the packet gives; it scatters about the true one.</summary>
    public SkyPosition Position => _night.Position(_sighting);

    /// <summary>
    /// How long after the night's first packet the survey publishes this one. All packets of a visit of LSST have the same: number of the visit,
    /// from 0, times <see cref="SimulationOptions.Cadence"/>.
    /// </summary>
    public TimeSpan PublishAfter => _night.PublishAfter(_sighting);

    /// <summary>What the object is.</summary>
    public ObjectClass Class => _sighting.Object.Class;

    /// <summary>What the object really is. Made anew at each call.</summary>
    public ObjectTruth Truth() => _owner.Truth(ObjectOrdinal);

    /// <summary>Name that the survey gives to the object. Made anew at each call.</summary>
    public string ObjectId() => _night.ObjectId(ObjectOrdinal, _sighting.Object);

    /// <summary>
    /// Writes the packet as the survey publishes it: of ZTF an Avro container of schema 4.02, of DECam one of 0.1.0, of WINTER one of 0.1, of LSST a
    /// datum of schema 11.1 after the frame of the schema registry.
    /// </summary>
    public void WriteTo(IBufferWriter<byte> output) => _night.Write(_sighting, output);

    /// <summary>The packet in an array of its own.</summary>
    public byte[] ToArray()
    {
        var buffer = new ArrayBufferWriter<byte>(100_000);
        WriteTo(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
