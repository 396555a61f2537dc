using System.Globalization;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Lsst;

/// <summary>From an LSST alert to the documents of <c>LSST_alerts</c>, <c>LSST_alerts_aux</c> and <c>LSST_alerts_cutouts</c>.</summary>
static class LsstMapper
{
    /// <summary>Light-curve arrays of an LSST object.</summary>
    public static IReadOnlyList<LightCurveSeries> Series { get; } = [new("prv_candidates", PointKind.Detection), new("fp_hists", PointKind.Forced)];

    /// <summary>Encodes one alert into the writer's memory; points of light curves stay in the packet until they are asked for.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="context">Origin, time and matches.</param>
    /// <param name="rules">Partner surveys.</param>
    /// <param name="writer">Holds the documents until it is reset.</param>
    public static AlertWrite Map(LsstAlert alert, in MappingContext context, IReadOnlyList<AliasRule> rules, BsonWriter writer)
    {
        var storedJd = JulianDate.FromTime(context.StoredAt);
        var document = AlertDocument(alert, context, storedJd, writer, out var magpsf);
        var cutouts = CutoutsBson.Write(writer, alert.Candid, alert.CutoutScience, alert.CutoutTemplate, alert.CutoutDifference);
        var update = new ObjectUpdate(
            alert.ObjectId,
            alert.Position,
            InsertFields(alert, rules, context, storedJd, writer),
            SetFields(alert, storedJd, writer),
            [
                new ArrayUpdate(Series[0], new LsstDetections(alert)),
                new ArrayUpdate(Series[1], alert.Forced.Length == 0 ? LightCurvePoints.None : new LsstForcedPoints(alert)),
            ]);
        return new AlertWrite(context.Origin, alert.Candid, alert.Jd, float.IsNaN(magpsf) ? null : magpsf, alert.Position, document, cutouts, update);
    }

    static ReadOnlyMemory<byte> AlertDocument(LsstAlert alert, in MappingContext context, double storedJd, BsonWriter writer, out float magpsf)
    {
        writer.BeginRoot();
        writer.Int64("_id"u8, alert.Candid);
        writer.String("objectId"u8, alert.ObjectId);
        writer.StringOrNull("ssObjectId"u8, alert.SsObjectId?.ToString(CultureInfo.InvariantCulture));
        SsSource(writer, alert);
        var candidate = writer.BeginDocument("candidate"u8);
        magpsf = LsstBson.Source(writer, alert.Schema.Source, alert.Data.Span, alert.Source, alert.ObjectId);
        writer.Double("jdstarthist"u8, alert.Jdstarthist);
        writer.Int32("ndethist"u8, alert.Ndethist);
        writer.End(candidate);
        CoordinatesBson.Write(writer, alert.Position);
        writer.Double("created_at"u8, storedJd);
        writer.Double("updated_at"u8, storedJd);
        StageStamps.Write(writer, context, alert.Schema.Version);
        return writer.EndRoot();
    }

    static void SsSource(BsonWriter writer, LsstAlert alert)
    {
        if (alert.SsSource is not { } source)
        {
            writer.Null("ss_source"u8);
            return;
        }

        var document = writer.BeginDocument("ss_source"u8);
        LsstBson.SsSource(writer, alert.Schema.SsSource, alert.Data.Span, source);
        writer.End(document);
    }

    static ReadOnlyMemory<byte> InsertFields(LsstAlert alert, IReadOnlyList<AliasRule> rules, in MappingContext context, double storedJd, BsonWriter writer)
    {
        writer.BeginRoot();
        if (alert.SsObjectId is null)
            writer.Boolean("is_sso"u8, false);
        AliasesBson.WriteFields(writer, rules);
        MatchesBson.WriteFields(writer, context.Matches.Span);
        CoordinatesBson.Write(writer, alert.Position);
        writer.Double("created_at"u8, storedJd);
        return writer.EndRoot();
    }

    // What is known once of a body stays: later alerts say it again, or say nothing.
    static ReadOnlyMemory<byte> SetFields(LsstAlert alert, double storedJd, BsonWriter writer)
    {
        writer.BeginRoot();
        if (alert.SsObjectId is not null)
            writer.Boolean("is_sso"u8, true);
        writer.String("designation"u8, alert.Designation);
        writer.Double("updated_at"u8, storedJd);
        return writer.EndRoot();
    }
}
