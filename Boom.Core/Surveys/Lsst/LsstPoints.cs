using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Lsst;

/// <summary>Points of an alert that become documents when a store asks for them.</summary>
/// <param name="points">Strictly increasing in jd.</param>
/// <param name="alert">Their alert.</param>
abstract class LsstPoints(LsstPoint[] points, LsstAlert alert) : LightCurvePoints
{
    public sealed override int Count => points.Length;

    public sealed override double Jd(int index) => points[index].Jd;

    public sealed override bool IsRich(int index) => false;

    public sealed override ReadOnlyMemory<byte> Document(int index, BsonWriter memory)
    {
        memory.BeginRoot();
        Write(memory, alert, points[index]);
        return memory.EndRoot();
    }

    protected abstract void Write(BsonWriter output, LsstAlert of, LsstPoint point);
}

/// <summary>Detections.</summary>
sealed class LsstDetections(LsstAlert alert) : LsstPoints(alert.Detections, alert)
{
    protected override void Write(BsonWriter output, LsstAlert of, LsstPoint point)
    {
        // The alert's own source lies outside of the history, of which the schema may say other things.
        var plan = point.Offset == of.Source.Offset ? of.Schema.Source : of.Schema.Detections;
        LsstBson.Source(output, plan, of.Data.Span, point, of.ObjectId);
    }
}

/// <summary>Forced photometry.</summary>
sealed class LsstForcedPoints(LsstAlert alert) : LsstPoints(alert.Forced, alert)
{
    protected override void Write(BsonWriter output, LsstAlert of, LsstPoint point) => LsstBson.Forced(output, of.Schema.Forced, of.Data.Span, point);
}
