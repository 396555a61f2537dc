using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Photometry;
using Boom.Core.Store;

namespace Boom.Core.Surveys.Decam;

/// <summary>From a DECam alert to the documents of <c>DECAM_alerts</c>, <c>DECAM_alerts_aux</c> and <c>DECAM_alerts_cutouts</c>.</summary>
static class DecamMapper
{
    /// <summary>Field of <c>candidate</c> and of points that is their magnitude.</summary>
    public const string Magnitude = "magap";

    /// <summary>Names of the fields of a point.</summary>
    public const string MeasurementFields = "jd mjd forcediffimflux forcediffimfluxunc magap sigmagap band diffmaglim snr snr_psf";

    /// <summary>Names of the fields of <c>candidate</c> and of a detection.</summary>
    public const string SourceFields = $"{MeasurementFields} ra dec reliability";

    /// <summary>Light-curve arrays of a DECam object.</summary>
    public static IReadOnlyList<LightCurveSeries> Series { get; } =
        [new("prv_candidates", PointKind.Detection, Magnitude), new("fp_hists", PointKind.Forced, Magnitude)];

    /// <summary>Encodes one alert into the writer's memory.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="context">Origin, time and aliases; the aliases are those of <paramref name="rules"/>.</param>
    /// <param name="rules">Partner surveys.</param>
    /// <param name="writer">Holds the documents until it is reset.</param>
    public static AlertWrite Map(DecamAlert alert, in MappingContext context, IReadOnlyList<AliasRule> rules, BsonWriter writer)
    {
        var storedJd = JulianDate.FromTime(context.StoredAt);
        var document = AlertDocument(alert, context, storedJd, writer);
        var cutouts = CutoutsBson.Write(writer, alert.Candid, alert.CutoutScience, alert.CutoutTemplate, alert.CutoutDifference);
        var update = new ObjectUpdate(
            alert.ObjectId,
            alert.Position,
            ObjectBson.InsertFields(writer, alert.Position, rules, context, storedJd),
            ObjectBson.SetFields(writer, storedJd),
            [new ArrayUpdate(Series[0], Detection(alert, writer)), new ArrayUpdate(Series[1], Forced(alert.FpHists, writer))]);
        return new AlertWrite(context.Origin, alert.Candid, alert.Jd, RealMagnitude(alert), alert.Position, document, cutouts, update);
    }

    static double? RealMagnitude(DecamAlert alert) => alert.Candidate.Point.Magap is { } mag && Magnitudes.IsReal(mag) ? mag : null;

    static ReadOnlyMemory<byte> AlertDocument(DecamAlert alert, in MappingContext context, double storedJd, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.Int64("_id"u8, alert.Candid);
        writer.String("objectId"u8, alert.ObjectId);
        var candidate = writer.BeginDocument("candidate"u8);
        Source(writer, alert.Candidate);
        writer.End(candidate);
        CoordinatesBson.Write(writer, alert.Position);
        writer.Double("created_at"u8, storedJd);
        writer.Double("updated_at"u8, storedJd);
        StageStamps.Write(writer, context, schemaVersion: null);
        return writer.EndRoot();
    }

    // Packets bring no history: the alert is the one detection.
    static LightCurvePoint[] Detection(DecamAlert alert, BsonWriter writer)
    {
        writer.BeginRoot();
        Source(writer, alert.Candidate);
        return [new LightCurvePoint(alert.Jd, false, writer.EndRoot())];
    }

    static LightCurvePoint[] Forced(ArraySegment<DecamPoint> points, BsonWriter writer)
    {
        var encoded = new LightCurvePoint[points.Count];
        for (var i = 0; i < encoded.Length; i++)
        {
            writer.BeginRoot();
            Measurement(writer, points.AsSpan()[i]);
            encoded[i] = new LightCurvePoint(points[i].Jd, false, writer.EndRoot());
        }

        return encoded;
    }

    static void Source(BsonWriter writer, DecamCandidate candidate)
    {
        Measurement(writer, candidate.Point);
        writer.Double("ra"u8, candidate.Ra);
        writer.Double("dec"u8, candidate.Dec);
        writer.Double("reliability"u8, candidate.Reliability);
    }

    static void Measurement(BsonWriter writer, in DecamPoint point)
    {
        writer.Double("jd"u8, point.Jd);
        writer.Double("mjd"u8, point.Mjd);
        writer.Double("forcediffimflux"u8, point.Forcediffimflux);
        writer.Double("forcediffimfluxunc"u8, point.Forcediffimfluxunc);
        writer.Double("magap"u8, point.Magap);
        writer.Double("sigmagap"u8, point.Sigmagap);
        writer.String("band"u8, point.Band);
        writer.Double("diffmaglim"u8, point.Diffmaglim);
        writer.Double("snr"u8, point.Snr);
        writer.Double("snr_psf"u8, point.Snr is { } snr ? Math.Abs(snr) : null);
    }
}
