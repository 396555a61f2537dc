using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Ztf;

/// <summary>What the enricher finds out about a ZTF alert: flags, light-curve statistics, solar-system association.</summary>
sealed class ZtfEnrichment : ISurveyEnrichment
{
    readonly List<MagnitudePoint> _own = [];
    readonly List<MagnitudePoint> _joined = [];

    public Survey? Partner => Survey.Lsst;

    public int PointCount { get; private set; }

    /// <remarks>What it does not know is null (docs/decisions/0003-absent-is-absent.md).</remarks>
    public bool Write(BsonWriter writer, in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> partnerDocument)
    {
        var candidate = ZtfStoredCandidate.Read(alert.Document.Span);
        _own.Clear();
        Read(objectDocument, alert.Jd, DetectionRule.ProcessedForced, _own);
        var own = Prepared(_own);
        PointCount = own.Length;
        if (own.IsEmpty)
            return false;
        var statistics = LightCurveAnalyser.Analyse(own);
        var flags = ZtfFlags.Of(candidate);

        var properties = writer.BeginDocument("properties"u8);
        writer.Boolean("rock"u8, flags.Rock);
        writer.Boolean("star"u8, flags.Star);
        writer.Boolean("near_brightstar"u8, flags.NearBrightstar);
        writer.Boolean("stationary"u8, statistics.Stationary);
        LightCurveBson.WriteBands(writer, "photstats"u8, statistics);
        LightCurveBson.WriteBands(writer, "multisurvey_photstats"u8, Joined(own, partnerDocument, alert.Jd, statistics));
        WriteAssociation(writer, candidate);
        writer.End(properties);
        return true;
    }

    LightCurveStatistics Joined(
        ReadOnlySpan<MagnitudePoint> own, ReadOnlySpan<byte> lsstDocument, double untilJd, in LightCurveStatistics alone)
    {
        if (lsstDocument.IsEmpty)
            return alone;
        _joined.Clear();
        Read(lsstDocument, untilJd, DetectionRule.Forced, _joined);
        _joined.InsertRange(0, own);
        return LightCurveAnalyser.Analyse(Prepared(_joined));
    }

    static ReadOnlySpan<MagnitudePoint> Prepared(List<MagnitudePoint> points)
    {
        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points);
        return span[..LightCurveAnalyser.Prepare(span)];
    }

    // Detections come before forced photometry, so that they win where both have the same time and band.
    static void Read(ReadOnlySpan<byte> document, double untilJd, DetectionRule forced, List<MagnitudePoint> points)
    {
        var reader = new BsonReader(document);
        if (reader.Find("prv_candidates"u8))
            LightCurveBson.AddDetections(reader.Value, untilJd, DetectionRule.Measured, points);
        reader = new BsonReader(document);
        if (reader.Find("fp_hists"u8))
            LightCurveBson.AddDetections(reader.Value, untilJd, forced, points);
    }

    // No cut on the separation: an ephemeris that ages moves the predicted places away from the objects.
    static void WriteAssociation(BsonWriter writer, ZtfStoredCandidate candidate)
    {
        var sso = writer.BeginDocument("sso"u8);
        writer.Boolean("is_sso"u8, candidate.Ssnamenr is not null);
        writer.StringOrNull("designation"u8, candidate.Ssnamenr);
        writer.DoubleOrNull("separation_arcsec"u8, Known(candidate.Ssdistnr));
        writer.DoubleOrNull("predicted_mag"u8, Known(candidate.Ssmagnr));
        writer.StringOrNull("source"u8, candidate.Ssnamenr is null ? null : "ipac");
        writer.End(sso);
    }

    static double? Known(double? value) => value >= 0 && double.IsFinite(value.Value) ? value : null;
}
