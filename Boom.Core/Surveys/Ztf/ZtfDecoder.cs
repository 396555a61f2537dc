using Boom.Core.Alerts;
using Boom.Core.Sky;

namespace Boom.Core.Surveys.Ztf;

/// <summary>From a ZTF packet, an Avro container of one or several records of any schema version, to typed alerts. Thread-safe.</summary>
public sealed class ZtfDecoder
{
    const string ObjectPrefix = "ZTF";

    readonly ContainerReader<ZtfPacket> _reader = new(Survey.Ztf, Convert, takesNameless: true);

    /// <summary>
    /// Decodes every record of the packet. Answers the first fault, null when there is none; alerts of sound records are added all
    /// the same. Cutouts refer to <paramref name="packet"/>, or to a buffer of their own when its blocks are compressed.
    /// </summary>
    public PacketFault? Decode(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts) => _reader.Read(packet, alerts);

    static PacketFault? Convert(in ZtfPacket packet, in RecordPlace place, List<ISurveyAlert> alerts)
    {
        // A name without namespace, as Spark gives its records (topLevelRecord), says nothing; then the names of the objects decide.
        if (packet.ObjectId?.StartsWith(ObjectPrefix, StringComparison.OrdinalIgnoreCase) != true && !PacketName.IsOf(Survey.Ztf, place.Schema.Name))
            return new PacketFault("foreign", PacketName.Nameless(Survey.Ztf, place.Schema.Name, packet.ObjectId), packet.Candid ?? packet.Candidate.Candid, packet.ObjectId);
        var data = place.Data;
        var candidate = packet.Candidate;
        var candid = packet.Candid ?? candidate.Candid;
        ref var point = ref candidate.Point;

        // Packets before schema 1.3 name no object: each is one of its own.
        var objectId = packet.ObjectId is { Length: > 0 } name ? name : FormattableString.Invariant($"{ObjectPrefix}{candid}");
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
