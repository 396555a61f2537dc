using System.Buffers;
using System.Globalization;
using Boom.Core.Avro;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Winter;

/// <summary>A small night of WINTER in J: packets of schema 0.1.</summary>
sealed class WinterNight : SmallNight
{
    const ulong CameraKey = 4_000_001;
    const int MaximumOtherBytes = 2048;
    const int MaximumPointBytes = 128;
    const int NameLetters = 5;
    const long NameCount = 26 * 26 * 26 * 26 * 26;

    static readonly AvroContainerWriter _container = new(WinterSchema.Text, AvroCodec.Null, "boom simulation!"u8);

    readonly WinterStampPool _stamps;
    readonly DateOnly _night;
    readonly long _first;

    public WinterNight(SimulationOptions options)
        : base(options, new SmallSurvey
        {
            Camera = new Camera(CameraKey, 40, 0.02, 0.12, 1.1),
            Filters = [Filters.J],
            Depths = [0, 0, 0, 0, 0, 0, 0, 18.8],
            SeeingArcsec = 2,
            Before = 6,
            NightsApart = 3,
            SouthernLimitDec = -30,
            NorthernLimitDec = 90,
        })
    {
        _stamps = new WinterStampPool(Key);
        _night = options.Night;
        _first = (long)(Key >> 24);
    }

    // Earlier detections of an object have keys of their own: eight numbers an object.
    public override long Candid(in Sighting sighting) => Candid(sighting.ObjectOrdinal, Before(sighting.ObjectOrdinal).Length);

    // WNTR, two digits of the year, five letters.
    public override string ObjectId(int ordinal, SimulatedObject simulated) =>
        string.Create(4 + 2 + NameLetters, ((_first + ordinal) % NameCount, _night.Year), static (name, state) =>
        {
            "WNTR".CopyTo(name);
            (state.Year % 100).TryFormat(name[4..], out _, "00", CultureInfo.InvariantCulture);
            var left = state.Item1;
            for (var i = name.Length - 1; i >= 6; i--)
            {
                name[i] = (char)('a' + (left % 26));
                left /= 26;
            }
        });

    public override void Write(in Sighting sighting, IBufferWriter<byte> output)
    {
        var stamps = _stamps.Pick(sighting.Object, sighting.Exposure, sighting.Measurement);
        var before = Before(sighting.ObjectOrdinal);
        var buffer = ArrayPool<byte>.Shared.Rent(MaximumOtherBytes + ((before.Length + 1) * MaximumPointBytes) + stamps.TotalBytes);
        var writer = new AvroWriter(buffer);
        writer.WriteString("0.1"u8);
        writer.WriteString("WINTER (simulated sky)"u8);
        writer.WriteString(ObjectId(sighting.ObjectOrdinal, sighting.Object));
        writer.WriteLong(Candid(sighting));
        WinterCandidateEncoder.Write(ref writer, Subject(sighting, before));
        WriteHistory(ref writer, sighting, before);
        writer.WriteBytes(stamps.Science);
        writer.WriteBytes(stamps.Template);
        writer.WriteBytes(stamps.Difference);
        _container.WriteFile(output, writer.Written, 1);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    WinterSubject Subject(in Sighting sighting, ReadOnlySpan<Exposure> before)
    {
        var detections = 1;
        var start = sighting.Exposure.Jd;
        for (var i = before.Length - 1; i >= 0; i--)
        {
            if (!Camera.Measure(sighting.Object, before[i]).IsDetection)
                continue;
            detections++;
            start = before[i].Jd;
        }

        return new WinterSubject(sighting, Candid(sighting), Position(sighting), detections, start);
    }

    void WriteHistory(ref AvroWriter writer, in Sighting sighting, ReadOnlySpan<Exposure> before)
    {
        var count = 0;
        foreach (var exposure in before)
            count += Camera.Measure(sighting.Object, exposure).IsDetection ? 1 : 0;
        // The union has null second; packets of what was not seen before have it, or an empty array.
        if (count == 0 && sighting.Index % 2 == 0)
        {
            writer.WriteUnionIndex(1);
            return;
        }

        writer.WriteUnionIndex(0);
        writer.WriteBlockStart(count);
        for (var i = 0; i < before.Length; i++)
        {
            var measurement = Camera.Measure(sighting.Object, before[i]);
            if (measurement.IsDetection)
                WritePoint(ref writer, sighting, before[i], measurement, Candid(sighting.ObjectOrdinal, i));
        }

        writer.WriteBlocksEnd();
    }

    void WritePoint(ref AvroWriter writer, in Sighting sighting, Exposure exposure, in Measurement measurement, long candid)
    {
        var position = Camera.Locate(sighting.Object, exposure, measurement);
        writer.WriteUnionIndex(0);
        writer.WriteLong(candid);
        writer.WriteString("simulated"u8);
        writer.WriteDouble(exposure.Jd);
        writer.WriteInt(WinterCandidateEncoder.FilterJ);
        writer.SomeRequiredBool(measurement.IsPositive);
        writer.WriteInt(exposure.Field.Number);
        writer.WriteDouble(position.RaDegrees);
        writer.WriteDouble(position.DecDegrees);
        writer.WriteFloat((float)AbMagnitude.Round(AbMagnitude.FromFlux(Math.Abs(measurement.FluxMicroJy))));
        writer.WriteFloat((float)AbMagnitude.Round(AbMagnitude.ErrorFactor / measurement.Snr));
        writer.WriteUnionIndex(0);
        writer.WriteFloat((float)exposure.SeeingPixels);
        writer.WriteUnionIndex(0);
        writer.WriteDouble(AbMagnitude.Round(measurement.Snr));
    }

    long Candid(int ordinal, int exposure) => ((_first + ordinal) * 8) + exposure;
}
