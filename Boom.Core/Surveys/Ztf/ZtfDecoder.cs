using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Sky;

namespace Boom.Core.Surveys.Ztf;

/// <summary>From a ZTF packet, an Avro container of one or several records of any schema version, to typed alerts. Thread-safe.</summary>
public sealed class ZtfDecoder
{
    readonly AvroReaderCache<ZtfPacket> _readers = new(ZtfPacketName.Refuse);

    /// <summary>
    /// Decodes every record of the packet. Answers the first fault, null when there is none; alerts of sound records are added all
    /// the same. Cutouts refer to <paramref name="packet"/>, or to a buffer of their own when its blocks are compressed.
    /// </summary>
    public PacketFault? Decode(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts)
    {
        PacketFault? first = null;
        var records = 0;
        try
        {
            var schema = _readers.Open(packet.Span, out var header);
            var isNamed = ZtfPacketName.IsOfZtf(schema.Name);
            var blocks = new AvroBlockReader(packet, header);
            while (blocks.Read())
            {
                var offset = 0;
                for (var i = 0; i < blocks.Records; i++, records++)
                {
                    var record = new ZtfPacket();
                    offset = schema.Read(blocks.Data.Span, offset, blocks.DataPosition, _readers.Strings, ref record);
                    var fault = !isNamed && ZtfPacketName.RefuseObject(schema.Name, record.ObjectId) is { } reason
                        ? new PacketFault("foreign", reason, record.Candid ?? record.Candidate.Candid, record.ObjectId)
                        : Convert(record, blocks.Data, alerts);
                    first ??= fault;
                }

                if (offset != blocks.Data.Length)
                    throw new AvroFormatException(AvroFault.Corrupt, $"a block of {blocks.Data.Length} bytes whose records take {offset}", blocks.DataPosition);
            }
        }
        catch (AvroFormatException exception)
        {
            return first ?? ZtfPacketName.OtherFraming(packet.Span) ?? PacketFault.FromAvro(exception);
        }

        return first ?? (records == 0 ? new PacketFault("empty", "The container holds no record.") : null);
    }

    static PacketFault? Convert(in ZtfPacket packet, ReadOnlyMemory<byte> data, List<ISurveyAlert> alerts)
    {
        var candidate = packet.Candidate;
        var candid = packet.Candid ?? candidate.Candid;
        ref var point = ref candidate.Point;

        // Packets before schema 1.3 name no object: each is one of its own.
        var objectId = packet.ObjectId is { Length: > 0 } name ? name : FormattableString.Invariant($"ZTF{candid}");
        if ((Check(point) ?? Derive(ref point)) is { } fault)
            return new PacketFault(fault.Reason, fault.Detail, candid, objectId);
        var (detections, nonDetections) = ZtfLightCurve.Assemble(packet.PrvCandidates, point);
        alerts.Add(new ZtfAlert
        {
            Candid = candid,
            ObjectId = objectId,
            Position = new SkyPosition(point.Ra == 360 ? 0 : point.Ra!.Value, point.Dec!.Value),
            Schemavsn = packet.Schemavsn,
            Candidate = candidate,
            Detections = detections,
            NonDetections = nonDetections,
            FpHists = ZtfLightCurve.Assemble(packet.FpHists),
            CutoutScience = packet.CutoutScience?.StampData?.In(data) ?? default,
            CutoutTemplate = packet.CutoutTemplate?.StampData?.In(data) ?? default,
            CutoutDifference = packet.CutoutDifference?.StampData?.In(data) ?? default,
        });
        return null;
    }

    static (string Reason, string Detail)? Check(in ZtfPrvCandidate candidate)
    {
        if (!(candidate.Ra is >= 0 and <= 360 && candidate.Dec is >= -90 and <= 90))
            return ("coordinates", FormattableString.Invariant($"candidate.ra, dec are {candidate.Ra}, {candidate.Dec}: not a place on the sky."));
        if (!JulianDate.IsPlausible(candidate.Jd))
            return ("jd", FormattableString.Invariant($"candidate.jd is {candidate.Jd}: not a Julian date between 1900 and 2200."));
        if (ZtfPhotometry.BandOf(candidate.Fid) is null)
            return ("fid", $"candidate.fid is {candidate.Fid}: not one of the filters 1 (g), 2 (r), 3 (i).");
        return null;
    }

    static (string Reason, string Detail)? Derive(ref ZtfPrvCandidate candidate)
    {
        // A candidate is stored with the place of a reference source, be it none.
        candidate.Ranr ??= 0;
        candidate.Decnr ??= 0;
        return ZtfPhotometry.Derive(ref candidate)
            ? null
            : ("photometry", FormattableString.Invariant($"candidate.magpsf, sigmapsf are {candidate.Magpsf}, {candidate.Sigmapsf}: not a magnitude."));
    }
}
