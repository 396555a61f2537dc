using Boom.Core.Alerts;
using Boom.Core.Sky;

namespace Boom.Core.Surveys.Decam;

/// <summary>From a DESIRT packet, an Avro container, to typed alerts. Object files of DECAT, another programme at the camera, are refused by name. Thread-safe.</summary>
sealed class DecamDecoder
{
    readonly ContainerReader<DecamPacket> _reader = new(Survey.Decam, Convert);

    /// <summary>
    /// Decodes every record of the packet. Answers the first fault, null when there is none; alerts of sound records are added all
    /// the same. Cutouts refer to <paramref name="packet"/>, or to a buffer of their own when its blocks are compressed.
    /// </summary>
    public PacketFault? Decode(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts) => _reader.Read(packet, alerts);

    static PacketFault? Convert(in DecamPacket packet, in RecordPlace place, List<ISurveyAlert> alerts)
    {
        var candidate = packet.Candidate;
        var isInTime = DecamPoint.Derive(ref candidate.Point);
        candidate.Reliability = DecamPoint.Number(candidate.Reliability);
        if (FaultOf(packet, candidate, isInTime) is { } fault)
            return new PacketFault(fault.Reason, fault.Detail, packet.Candid, packet.ObjectId);
        alerts.Add(new DecamAlert
        {
            Candid = packet.Candid,
            ObjectId = packet.ObjectId!,
            Position = new SkyPosition(candidate.Ra == 360 ? 0 : candidate.Ra, candidate.Dec),
            Candidate = candidate,
            FpHists = Order(packet.FpHists ?? []),
            CutoutScience = packet.CutoutScience?.In(place.Data) ?? default,
            CutoutTemplate = packet.CutoutTemplate?.In(place.Data) ?? default,
            CutoutDifference = packet.CutoutDifference?.In(place.Data) ?? default,
        });
        return null;
    }

    static (string Reason, string Detail)? FaultOf(in DecamPacket packet, DecamCandidate candidate, bool isInTime)
    {
        if (string.IsNullOrEmpty(packet.ObjectId))
            return ("object", "The packet's objectId is empty: it names no object.");
        if (!(candidate.Ra is >= 0 and <= 360 && candidate.Dec is >= -90 and <= 90))
            return ("coordinates", FormattableString.Invariant($"candidate.ra, dec are {candidate.Ra}, {candidate.Dec}: not a place on the sky."));
        return isInTime ? null : ("jd", FormattableString.Invariant($"candidate.mjd is {candidate.Point.Mjd}: not a modified Julian date between 1900 and 2200."));
    }

    static ArraySegment<DecamPoint> Order(DecamPoint[] points)
    {
        var count = 0;
        for (var i = 0; i < points.Length; i++)
        {
            if (DecamPoint.Derive(ref points[i]))
                points[count++] = points[i];
        }

        return PointOrder.Apply(points, 0, count);
    }
}
