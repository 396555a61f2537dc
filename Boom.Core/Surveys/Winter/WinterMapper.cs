using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Winter;

/// <summary>From a WINTER alert to the documents of <c>WINTER_alerts</c>, <c>WINTER_alerts_aux</c> and <c>WINTER_alerts_cutouts</c>.</summary>
static class WinterMapper
{
    /// <summary>Names of the fields of a point.</summary>
    public const string PointFields = "jd candid progname fid isdiffpos fieldid ra dec magpsf sigmapsf diffmaglim fwhm scorr band";

    /// <summary>Light-curve arrays of a WINTER object.</summary>
    public static IReadOnlyList<LightCurveSeries> Series { get; } = [new("prv_candidates", PointKind.Detection)];

    /// <summary>Encodes one alert into the writer's memory.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="context">Origin, time and aliases; the aliases are those of <paramref name="rules"/>.</param>
    /// <param name="rules">Partner surveys.</param>
    /// <param name="writer">Holds the documents until it is reset.</param>
    public static AlertWrite Map(WinterAlert alert, in MappingContext context, IReadOnlyList<AliasRule> rules, BsonWriter writer)
    {
        var storedJd = JulianDate.FromTime(context.StoredAt);
        var document = AlertDocument(alert, context, storedJd, writer);
        var cutouts = CutoutsBson.Write(writer, alert.Candid, alert.CutoutScience, alert.CutoutTemplate, alert.CutoutDifference);
        var update = new ObjectUpdate(
            alert.ObjectId,
            alert.Position,
            ObjectBson.InsertFields(writer, alert.Position, rules, context, storedJd),
            ObjectBson.SetFields(writer, storedJd),
            [new ArrayUpdate(Series[0], Points(alert.Detections, writer))]);
        return new AlertWrite(context.Origin, alert.Candid, alert.Jd, alert.Point.Magpsf!.Value, alert.Position, document, cutouts, update);
    }

    static ReadOnlyMemory<byte> AlertDocument(WinterAlert alert, in MappingContext context, double storedJd, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.Int64("_id"u8, alert.Candid);
        writer.String("objectId"u8, alert.ObjectId);
        var candidate = writer.BeginDocument("candidate"u8);
        var reader = new AvroReader(alert.Candidate.Span);
        alert.Fields.Write(ref reader, writer);
        writer.Int32("field"u8, alert.Point.Fieldid ?? 0);
        writer.String("band"u8, alert.Point.Band);
        writer.End(candidate);
        CoordinatesBson.Write(writer, alert.Position);
        writer.Double("created_at"u8, storedJd);
        writer.Double("updated_at"u8, storedJd);
        StageStamps.Write(writer, context, alert.Schemavsn);
        return writer.EndRoot();
    }

    static LightCurvePoint[] Points(ArraySegment<WinterPoint> points, BsonWriter writer)
    {
        var encoded = new LightCurvePoint[points.Count];
        for (var i = 0; i < encoded.Length; i++)
        {
            ref readonly var point = ref points.AsSpan()[i];
            writer.BeginRoot();
            Point(writer, point);
            encoded[i] = new LightCurvePoint(point.Jd, false, writer.EndRoot());
        }

        return encoded;
    }

    static void Point(BsonWriter writer, in WinterPoint point)
    {
        writer.Double("jd"u8, point.Jd);
        writer.Int64("candid"u8, point.Candid);
        writer.String("progname"u8, point.Progname);
        writer.Int32("fid"u8, point.Fid);
        writer.Boolean("isdiffpos"u8, point.Isdiffpos?.Value);
        writer.Int32("fieldid"u8, point.Fieldid ?? 0);
        writer.Double("ra"u8, point.Ra);
        writer.Double("dec"u8, point.Dec);
        writer.Double("magpsf"u8, point.Magpsf);
        writer.Double("sigmapsf"u8, point.Sigmapsf);
        writer.Double("diffmaglim"u8, point.Diffmaglim);
        writer.Double("fwhm"u8, point.Fwhm);
        writer.Double("scorr"u8, point.Scorr);
        writer.String("band"u8, point.Band);
    }
}
