using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Sky;

namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// From an LSST packet of any schema version to alerts. A packet is one record in the frame of a schema registry (0, number of the schema in four bytes, the
/// record), or an Avro container of one or several records. Thread-safe.
/// </summary>
/// <param name="schemas">Knows the schemas by their numbers.</param>
public sealed class LsstDecoder(IWriterSchemas schemas)
{
    const int FrameBytes = 5;

    [ThreadStatic]
    static LsstRecord? _record;

    readonly LsstSchemaCache _cache = new();

    /// <summary>
    /// Decodes the alerts of a packet. Answers the first fault; the alerts of sound records are added all the same, and refer to the memory of the packet.
    /// Completes at once, without a thing allocated for it, when the schema is known.
    /// </summary>
    public ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken)
    {
        if (packet.Span is not [0, _, _, _, _, ..])
            return new(packet.Span.StartsWith("Obj"u8) ? DecodeContainer(packet, alerts) : NoPacket(packet.Span));
        var number = BinaryPrimitives.ReadUInt32BigEndian(packet.Span[1..]);
        var found = schemas.FindAsync(LsstSchemas.Subject, number, cancellationToken);
        return found.IsCompletedSuccessfully ? new(DecodeFrame(packet, number, found.Result, alerts)) : DecodeLaterAsync(found, packet, number, alerts);
    }

    async ValueTask<PacketFault?> DecodeLaterAsync(ValueTask<WriterSchema> found, ReadOnlyMemory<byte> packet, uint number, List<ISurveyAlert> alerts) =>
        DecodeFrame(packet, number, await found, alerts);

    PacketFault? DecodeFrame(ReadOnlyMemory<byte> packet, uint number, WriterSchema found, List<ISurveyAlert> alerts)
    {
        if (found.Json is null)
            return new PacketFault("unknown-schema", found.Problem);
        try
        {
            var schema = _cache.Get(number, found.Json);
            var record = _record ??= new();
            var end = schema.Read(packet.Span, FrameBytes, 0, record);
            return end == packet.Length
                ? Convert(record, schema, packet, alerts)
                : throw new AvroFormatException(AvroFault.Corrupt, $"{packet.Length - end} bytes follow the record of schema {number}", end);
        }
        catch (AvroFormatException exception)
        {
            return PacketFault.FromAvro(exception);
        }
    }

    PacketFault? DecodeContainer(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts)
    {
        PacketFault? first = null;
        var records = 0;
        try
        {
            var schema = _cache.Open(packet.Span, out var header);
            var record = _record ??= new();
            var blocks = new AvroBlockReader(packet, header);
            while (blocks.Read())
            {
                var offset = 0;
                for (var i = 0; i < blocks.Records; i++, records++)
                {
                    offset = schema.Read(blocks.Data.Span, offset, blocks.DataPosition, record);
                    var fault = Convert(record, schema, blocks.Data, alerts);
                    first ??= fault;
                }

                if (offset != blocks.Data.Length)
                    throw new AvroFormatException(AvroFault.Corrupt, $"a block of {blocks.Data.Length} bytes whose records take {offset}", blocks.DataPosition);
            }
        }
        catch (AvroFormatException exception)
        {
            return first ?? PacketFault.FromAvro(exception);
        }

        return first ?? (records == 0 ? new PacketFault("empty", "The container holds no record.") : null);
    }

    static PacketFault NoPacket(ReadOnlySpan<byte> packet) => packet switch
    {
        [] => new("not-avro", "The packet is empty."),
        [0, ..] => new("truncated", $"The packet of {packet.Length} bytes ends within its frame (0, number of the schema in four bytes)."),
        _ when FirstBytes.Describe(packet) is { } what => new("not-avro", $"The packet is {what}, not an alert."),
        _ => new("not-avro", "The packet begins neither with the frame of a schema registry (0, number of the schema) nor as an Avro container (Obj, 1)."),
    };

    static PacketFault? Convert(LsstRecord record, LsstPacketSchema schema, ReadOnlyMemory<byte> data, List<ISurveyAlert> alerts)
    {
        if (record.Source.Int64(LsstFields.Id) is not { } candid || candid == 0)
            return new PacketFault("identity", "diaSource.diaSourceId is missing or 0: the alert has no key.");
        var ssObjectId = record.Source.Int64(LsstFields.SsObjectId) ?? record.SsSource.Int64(LsstFields.SsObjectId);
        var objectId = ObjectId(record, candid, ssObjectId);
        var jd = AtomicTime.ToJulianDate(AtomicTime.ToModifiedJulianDate(record.Source.Double(LsstFields.Mjd) ?? double.NaN));
        if (Check(record.Source, jd) is { } fault)
            return new PacketFault(fault.Reason, fault.Detail, candid, objectId);
        var source = new LsstPoint(jd, record.SourceOffset, record.SourceLength);
        var ra = record.Source.Double(LsstFields.Ra)!.Value;
        alerts.Add(new LsstAlert
        {
            Candid = candid,
            ObjectId = objectId,
            Jd = jd,
            Position = new SkyPosition(ra == 360 ? 0 : ra, record.Source.Double(LsstFields.Dec)!.Value),
            SsObjectId = ssObjectId,
            Designation = Text(record.SsSource.Slice(LsstFields.Designation), data.Span),
            Jdstarthist = FirstSeen(record.Object),
            Ndethist = (int?)record.Object.Int64(LsstFields.SourceCount),
            Schema = schema,
            Data = data,
            Source = source,
            SsSource = record.SsSourceOffset < 0 ? null : new LsstPoint(0, record.SsSourceOffset, record.SsSourceLength),
            Detections = record.Detections.OrderedWith(source),
            Forced = record.Forced.Ordered(),
            CutoutDifference = record.Cutouts[0].In(data),
            CutoutScience = record.Cutouts[1].In(data),
            CutoutTemplate = record.Cutouts[2].In(data),
        });
        return null;
    }

    // The survey names an object after its first source: one that is named nowhere is this source's.
    static string ObjectId(LsstRecord record, long candid, long? ssObjectId)
    {
        var diaObjectId = record.Source.Int64(LsstFields.DiaObjectId) ?? record.Object.Int64(LsstFields.DiaObjectId);
        return diaObjectId is null && ssObjectId is { } body
            ? string.Create(CultureInfo.InvariantCulture, $"sso{body}")
            : (diaObjectId ?? candid).ToString(CultureInfo.InvariantCulture);
    }

    static (string Reason, string Detail)? Check(in AvroSlots source, double jd)
    {
        double? ra = source.Double(LsstFields.Ra), dec = source.Double(LsstFields.Dec);
        if (!(ra is >= 0 and <= 360 && dec is >= -90 and <= 90))
            return ("coordinates", FormattableString.Invariant($"diaSource.ra, dec are {Or(ra)}, {Or(dec)}: not a place on the sky."));
        if (!JulianDate.IsPlausible(jd))
            return ("jd", FormattableString.Invariant($"diaSource.midpointMjdTai is {Or(source.Double(LsstFields.Mjd))}: not a modified Julian date between 1900 and 2200."));
        return null;
    }

    static string Or(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "missing";

    static double? FirstSeen(in AvroSlots diaObject) =>
        diaObject.Double(LsstFields.FirstSeen) is { } mjd && AtomicTime.ToJulianDate(AtomicTime.ToModifiedJulianDate(mjd)) is var jd && JulianDate.IsPlausible(jd) ? jd : null;

    static string? Text(AvroSlice? slice, ReadOnlySpan<byte> data) =>
        slice is { Length: > 0 } text ? Encoding.UTF8.GetString(data.Slice(text.Offset, text.Length)) : null;
}
