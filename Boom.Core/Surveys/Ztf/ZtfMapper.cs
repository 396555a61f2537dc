using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Ztf;

/// <summary>From a ZTF alert to the documents of <c>ZTF_alerts</c>, <c>ZTF_alerts_aux</c> and <c>ZTF_alerts_cutouts</c>.</summary>
static class ZtfMapper
{
    /// <summary>Light-curve arrays of a ZTF object.</summary>
    public static IReadOnlyList<LightCurveSeries> Series { get; } =
    [
        new("prv_candidates", PointKind.Detection, RicherBy: "drb"),
        new("prv_nondetections", PointKind.UpperLimit, "diffmaglim"),
        new("fp_hists", PointKind.Forced),
    ];

    /// <summary>Encodes one alert into the writer's memory.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="context">Origin and time.</param>
    /// <param name="rules">Partner surveys.</param>
    /// <param name="writer">Holds the documents until it is reset.</param>
    public static AlertWrite Map(ZtfAlert alert, in MappingContext context, IReadOnlyList<AliasRule> rules, BsonWriter writer)
    {
        var storedJd = JulianDate.FromTime(context.StoredAt);
        var document = AlertDocument(alert, context, storedJd, writer);
        var cutouts = CutoutsBson.Write(writer, alert.Candid, alert.CutoutScience, alert.CutoutTemplate, alert.CutoutDifference);
        var update = new ObjectUpdate(
            alert.ObjectId,
            alert.Position,
            ObjectBson.InsertFields(writer, alert.Position, rules, context, storedJd),
            ObjectBson.SetFields(writer, storedJd),
            [
                new ArrayUpdate(Series[0], Points(alert.Detections, alert.Candid, alert.Jd, writer)),
                new ArrayUpdate(Series[1], Points(alert.NonDetections, alert.Candid, alert.Jd, writer)),
                new ArrayUpdate(Series[2], Points(alert.FpHists, writer)),
            ]);
        return new AlertWrite(context.Origin, alert.Candid, alert.Jd, alert.Candidate.Point.Magpsf!.Value, alert.Position, document, cutouts, update);
    }

    static ReadOnlyMemory<byte> AlertDocument(ZtfAlert alert, in MappingContext context, double storedJd, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.Int64("_id"u8, alert.Candid);
        writer.String("objectId"u8, alert.ObjectId);
        var candidate = writer.BeginDocument("candidate"u8);
        ZtfBson.Candidate(writer, alert.Candidate);
        writer.End(candidate);
        CoordinatesBson.Write(writer, alert.Position);
        writer.Double("created_at"u8, storedJd);
        writer.Double("updated_at"u8, storedJd);
        StageStamps.Write(writer, context, alert.Schemavsn);
        return writer.EndRoot();
    }

    static LightCurvePoint[] Points(ArraySegment<ZtfPrvCandidate> points, long candid, double jd, BsonWriter writer)
    {
        var encoded = new LightCurvePoint[points.Count];
        var source = points.AsSpan();
        for (var i = 0; i < encoded.Length; i++)
        {
            ref readonly var point = ref source[i];
            writer.BeginRoot();
            ZtfBson.PrvCandidate(writer, point);
            encoded[i] = new LightCurvePoint(point.Jd, point.Jd == jd && point.Candid == candid && point.Drb is not null, writer.EndRoot());
        }

        return encoded;
    }

    static LightCurvePoint[] Points(ArraySegment<ZtfFpHist> points, BsonWriter writer)
    {
        var encoded = new LightCurvePoint[points.Count];
        var source = points.AsSpan();
        for (var i = 0; i < encoded.Length; i++)
        {
            ref readonly var point = ref source[i];
            writer.BeginRoot();
            ZtfBson.FpHist(writer, point);
            encoded[i] = new LightCurvePoint(point.Jd, false, writer.EndRoot());
        }

        return encoded;
    }
}
