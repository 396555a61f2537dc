using System.Runtime.CompilerServices;
using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Sky;

namespace Boom.Core.Surveys.Winter;

/// <summary>From a WINTER packet, an Avro container whose schema may declare a field twice, to typed alerts. Thread-safe.</summary>
sealed class WinterDecoder
{
    static readonly HashSet<string> Flags = ["isdiffpos", "deprecated", "tooflag"];

    // Written from what the decoder makes of them.
    static readonly HashSet<string> Derived = ["field", "band"];

    readonly ConditionalWeakTable<AvroSchema, AvroFieldsToBson> _fields = [];
    readonly ContainerReader<WinterPacket> _reader;
    readonly WinterFilters _filters;

    public WinterDecoder(WinterFilters filters)
    {
        _filters = filters;
        _reader = new(Survey.Winter, Convert);
    }

    /// <summary>
    /// Decodes every record of the packet. Answers the first fault, null when there is none; alerts of sound records are added all
    /// the same. Candidate and cutouts refer to <paramref name="packet"/>, or to a buffer of their own when its blocks are compressed.
    /// </summary>
    public PacketFault? Decode(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts) => _reader.Read(packet, alerts);

    PacketFault? Convert(in WinterPacket packet, in RecordPlace place, List<ISurveyAlert> alerts)
    {
        var point = packet.Candidate.Point;
        if (FaultOf(packet, point) is { } fault)
            return new PacketFault(fault.Reason, fault.Detail, packet.Candid, packet.ObjectId);
        point.Band = _filters.BandOf(point.Fid);
        point.Candid ??= packet.Candid;
        point.Diffmaglim = null;
        var (candidate, schema) = CandidateIn(place);
        alerts.Add(new WinterAlert
        {
            Candid = packet.Candid,
            ObjectId = packet.ObjectId!,
            Position = new SkyPosition(point.Ra == 360 ? 0 : point.Ra!.Value, point.Dec!.Value),
            Schemavsn = packet.Schemavsn,
            Point = point,
            Candidate = candidate,
            Fields = _fields.GetValue(schema, record => new AvroFieldsToBson(record, Flags, Derived)),
            Detections = Detections(point, packet.PrvCandidates),
            CutoutScience = packet.CutoutScience?.In(place.Data) ?? default,
            CutoutTemplate = packet.CutoutTemplate?.In(place.Data) ?? default,
            CutoutDifference = packet.CutoutDifference?.In(place.Data) ?? default,
        });
        return null;
    }

    static (string Reason, string Detail)? FaultOf(in WinterPacket packet, in WinterPoint point)
    {
        if (string.IsNullOrEmpty(packet.ObjectId))
            return ("object", "The packet's objectid is empty: it names no object.");
        if (!(point.Ra is >= 0 and <= 360 && point.Dec is >= -90 and <= 90))
            return ("coordinates", FormattableString.Invariant($"candidate.ra, dec are {point.Ra}, {point.Dec}: not a place on the sky."));
        if (!JulianDate.IsPlausible(point.Jd))
            return ("jd", FormattableString.Invariant($"candidate.jd is {point.Jd}: not a Julian date between 1900 and 2200."));
        return point.IsDetection
            ? null
            : ("photometry", FormattableString.Invariant($"candidate.magpsf, sigmapsf are {point.Magpsf}, {point.Sigmapsf}: not a magnitude."));
    }

    // The alert comes first, so it wins over a point of history of the same jd.
    ArraySegment<WinterPoint> Detections(in WinterPoint own, WinterPoint[]? history)
    {
        var points = new WinterPoint[1 + (history?.Length ?? 0)];
        points[0] = own;
        var count = 1;
        foreach (ref var point in history.AsSpan())
        {
            if (!point.IsDetection)
                continue;
            point.Band = _filters.BandOf(point.Fid);
            points[count++] = point;
        }

        return PointOrder.Apply(points, 0, count);
    }

    // The record has been read: it is sound up to its end.
    static (ReadOnlyMemory<byte> Candidate, AvroSchema Schema) CandidateIn(in RecordPlace place)
    {
        var reader = new AvroReader(place.Data.Span);
        reader.Skip(place.Offset);
        foreach (var field in place.Schema.Fields)
        {
            if (!field.Name.Equals("candidate", StringComparison.OrdinalIgnoreCase))
            {
                field.Schema.Skip(ref reader);
                continue;
            }

            var schema = field.Schema;
            while (schema.Type == AvroType.Union)
                schema = schema.Branches[reader.ReadBranch(schema.Branches.Count)];
            return (place.Data[reader.Position..], schema);
        }

        throw new InvalidOperationException("The record has a candidate, and its schema has none.");
    }
}
