using System.Buffers;
using System.Globalization;
using System.Text;
using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation.Surveys.Ztf;

/// <summary>The night of ZTF.</summary>
sealed class ZtfNight : SurveyNight
{
    /// <summary>Bytes of an objectId: ZTF, two digits of the year, seven letters.</summary>
    public const int ObjectIdLength = 5 + NameLetters;

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

    public ZtfNight(SimulationOptions options)
    {
        _plan = new NightPlan(options);
        Stamps = new StampPool(SeededStream.Key(_plan.Key, StampKey));
        _firstName = (long)(SeededStream.Key(_plan.Key, ObjectNameKey) % (ulong)NameCount);
        _firstRow = (int)(SeededStream.Key(_plan.Key, RowKey) % RowCount);
    }

    public override int PacketCount => _plan.PacketCount;

    public override int ObjectCount => _plan.ObjectCount;

    public StampPool Stamps { get; }

    public override SimulatedObject Object(int ordinal) => _plan.Object(ordinal);

    public override Sighting Packet(int index)
    {
        var (ordinal, exposure) = _plan.Packet(index);
        var simulated = _plan.Object(ordinal);
        return new Sighting(index, ordinal, simulated, exposure, Measurement.Measure(simulated, exposure));
    }

    public override long Candid(in Sighting sighting) => DetectionEncoder.Candid(
        sighting.Exposure, sighting.Object.Place.Rcid, sighting.Measurement.IsPositive, Row(sighting.ObjectOrdinal));

    public override SkyPosition Position(in Sighting sighting)
    {
        var detection = Detection.Of(sighting.Object, sighting.Exposure, sighting.Measurement);
        return new SkyPosition(detection.RaDegrees, detection.DecDegrees);
    }

    public override string ObjectId(int ordinal, SimulatedObject simulated)
    {
        Span<byte> name = stackalloc byte[ObjectIdLength];
        WriteObjectId(ordinal, ObjectHistory.FindStartJd(simulated), name);
        return Encoding.ASCII.GetString(name);
    }

    public override string? Designation(int ordinal, SimulatedObject simulated) =>
        simulated.AsteroidNumber > 0 ? simulated.AsteroidNumber.ToString(CultureInfo.InvariantCulture) : null;

    public override TimeSpan PublishAfter(in Sighting sighting) => TimeSpan.FromDays(sighting.Exposure.Jd - _plan.Packet(0).Exposure.Jd);

    public override void Write(in Sighting sighting, IBufferWriter<byte> output) => PacketEncoder.Write(this, sighting, output);

    /// <summary>Row of an object in the tables of its channel.</summary>
    public int Row(int objectOrdinal) => (_firstRow + _plan.Rank(objectOrdinal)) % RowCount;

    /// <summary>Writes the object's name; the year is that of its first detection.</summary>
    public void WriteObjectId(int objectOrdinal, double startJd, Span<byte> name)
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
