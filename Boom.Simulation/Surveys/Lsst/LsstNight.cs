using System.Buffers;
using System.Globalization;
using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>The night of LSST.</summary>
sealed class LsstNight : SurveyNight
{
    const ulong StampKey = 2_000_005;
    const ulong CameraKey = 2_000_006;

    readonly LsstPlan _plan;
    readonly TimeSpan _cadence;

    public LsstNight(SimulationOptions options)
    {
        var sky = new NightSky(options);
        _cadence = options.Cadence;
        Schedule = new LsstSchedule(sky, options);
        _plan = new LsstPlan(options, new LsstSky(sky, Schedule, Camera, options.Mix), Schedule, Camera);
        Numbers = new LsstNumbers(sky.Key, options.Night);
        Stamps = new LsstStampPool(SeededStream.Key(sky.Key, StampKey));
    }

    /// <summary>A zero point of 28.2 electrons per second in 30 s, half a per cent of calibration.</summary>
    public static Camera Camera { get; } = new(CameraKey, 1570, 0.005, 0.02, LsstSchedule.ArcsecPerPixel);

    public LsstSchedule Schedule { get; }

    public LsstNumbers Numbers { get; }

    public LsstStampPool Stamps { get; }

    public override int PacketCount => _plan.PacketCount;

    public override int ObjectCount => _plan.ObjectCount;

    public override SimulatedObject Object(int ordinal) => _plan.Object(ordinal);

    public override Sighting Packet(int index)
    {
        var (ordinal, visit) = _plan.Packet(index);
        var simulated = _plan.Object(ordinal);
        var exposure = Schedule.Visits[visit];
        return new Sighting(index, ordinal, simulated, exposure, Camera.Measure(simulated, exposure));
    }

    /// <summary>The visit of tonight that saw the object before this one; null when there is none.</summary>
    public Exposure? EarlierTonight(in Sighting sighting)
    {
        var first = _plan.FirstVisit(sighting.ObjectOrdinal);
        return first < sighting.Exposure.Visit ? Schedule.Visits[first] : null;
    }

    public override long Candid(in Sighting sighting) => Numbers.Source(sighting.Exposure, sighting.ObjectOrdinal);

    public override SkyPosition Position(in Sighting sighting) => Camera.Locate(sighting.Object, sighting.Exposure, sighting.Measurement);

    public override string ObjectId(int ordinal, SimulatedObject simulated) => simulated.Class == ObjectClass.Asteroid
        ? string.Create(CultureInfo.InvariantCulture, $"sso{Numbers.SolarSystemObject(ordinal)}")
        : Numbers.DiaObject(ordinal).ToString(CultureInfo.InvariantCulture);

    public override string? Designation(int ordinal, SimulatedObject simulated) =>
        simulated.Class == ObjectClass.Asteroid ? Numbers.Designation(ordinal) : null;

    public override TimeSpan PublishAfter(in Sighting sighting) => sighting.Exposure.Visit * _cadence;

    public override void Write(in Sighting sighting, IBufferWriter<byte> output) => LsstPacketEncoder.Write(this, sighting, output);
}
