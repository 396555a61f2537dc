using System.Buffers;
using System.Globalization;
using Boom.Core.Avro;
using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation.Surveys.Decam;

/// <summary>A small night of DECam: packets of the DESIRT pipeline, schema 0.1.0.</summary>
sealed class DecamNight : SmallNight
{
    const ulong CameraKey = 3_000_001;
    const int MaximumOtherBytes = 512;
    const int MaximumPointBytes = 96;

    static readonly AvroContainerWriter _container = new(DecamSchema.Text, AvroCodec.Null, "boom simulation!"u8);

    readonly StampPool _stamps;
    readonly DateOnly _night;
    readonly long _firstCandid;

    public DecamNight(SimulationOptions options)
        : base(options, new SmallSurvey
        {
            Camera = new Camera(CameraKey, 3000, 0.01, 0.04, 0.263),
            Filters = [Filters.G, Filters.R, Filters.I, Filters.Z],
            Depths = [0, 23.3, 22.9, 22.5, 21.9],
            SeeingArcsec = 1.1,
            Before = 8,
            NightsApart = 4,
            SouthernLimitDec = -90,
            NorthernLimitDec = 33.5,
        })
    {
        _stamps = new StampPool(Key);
        _night = options.Night;
        _firstCandid = (long)(Key >> 24);
    }

    public override long Candid(in Sighting sighting) => _firstCandid + sighting.Index;

    // Named after the night and the place, as the pipeline does: hours, minutes, milliseconds of time, then degrees.
    public override string ObjectId(int ordinal, SimulatedObject simulated)
    {
        var position = simulated.Place.Position;
        var ra = (long)(position.RaDegrees * 240_000);
        var dec = (long)(Math.Abs(position.DecDegrees) * 360_000);
        var sign = position.DecDegrees < 0 ? 'm' : 'p';
        return string.Create(
            CultureInfo.InvariantCulture,
            $"c4d_{_night:yyMMdd}_000000_sim_{ra / 3_600_000:00}{ra / 60_000 % 60:00}{ra % 60_000:00000}{sign}{dec / 360_000:00}{dec / 6000 % 60:00}{dec % 6000:0000}");
    }

    public override void Write(in Sighting sighting, IBufferWriter<byte> output)
    {
        var stamps = _stamps.Pick(sighting.Object, sighting.Exposure, sighting.Measurement);
        var before = Before(sighting.ObjectOrdinal);
        var buffer = ArrayPool<byte>.Shared.Rent(MaximumOtherBytes + ((before.Length + 2) * MaximumPointBytes) + stamps.TotalBytes);
        var writer = new AvroWriter(buffer);
        writer.WriteString("DESIRT (simulated sky)"u8);
        writer.WriteString(ObjectId(sighting.ObjectOrdinal, sighting.Object));
        writer.WriteLong(Candid(sighting));
        WritePoint(ref writer, sighting.Exposure, sighting.Measurement, Position(sighting));
        WriteReliability(ref writer, sighting);
        writer.WriteBlockStart(before.Length + 1);
        foreach (var exposure in before)
            WritePoint(ref writer, exposure, Camera.Measure(sighting.Object, exposure), null);
        WritePoint(ref writer, sighting.Exposure, sighting.Measurement, null);
        writer.WriteBlocksEnd();
        writer.WriteBytes(stamps.Science);
        writer.WriteBytes(stamps.Template);
        writer.WriteBytes(stamps.Difference);
        _container.WriteFile(output, writer.Written, 1);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    static void WritePoint(ref AvroWriter writer, Exposure exposure, in Measurement measurement, SkyPosition? position)
    {
        writer.WriteDouble(exposure.Jd - 2400000.5);
        writer.WriteDouble(measurement.FluxMicroJy);
        writer.WriteDouble(measurement.ErrorMicroJy);
        writer.WriteDouble(AbMagnitude.Round(AbMagnitude.FromFlux(Math.Max(1e-9, Math.Abs(measurement.FluxMicroJy)))));
        writer.WriteDouble(AbMagnitude.Round(AbMagnitude.ErrorFactor / Math.Max(1e-3, measurement.Snr)));
        writer.WriteString(Filters.Name(exposure.Fid));
        writer.WriteDouble(exposure.Diffmaglim);
        writer.WriteLong(measurement.IsPositive ? 1 : 0);
        if (position is { } place)
        {
            writer.WriteDouble(place.RaDegrees);
            writer.WriteDouble(place.DecDegrees);
        }

        writer.WriteDouble(1000 * measurement.FluxMicroJy);
        writer.WriteDouble(1000 * measurement.ErrorMicroJy);
    }

    static void WriteReliability(ref AvroWriter writer, in Sighting sighting)
    {
        var stream = new SeededStream(SeededStream.Key(sighting.Object.Key ^ CameraKey, sighting.Exposure.Key));
        if (stream.NextChance(0.05))
            writer.None();
        else
            writer.SomeDouble(sighting.Object.Class == ObjectClass.Artefact ? stream.NextUniform(0, 0.4) : stream.NextUniform(0.6, 1));
    }
}
