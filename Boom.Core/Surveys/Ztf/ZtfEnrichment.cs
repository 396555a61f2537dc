using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Ztf;

/// <summary>What the enricher finds out about a ZTF alert: flags, light-curve statistics, solar-system association.</summary>
public sealed class ZtfEnrichment
{
    readonly List<MagnitudePoint> _own = [];
    readonly List<MagnitudePoint> _joined = [];

    /// <summary>Number of points of the alert's own light curve in the last call of <see cref="Write"/>.</summary>
    public int PointCount { get; private set; }

    /// <summary>
    /// Writes <c>properties</c>, with a null for what it does not know (docs/decisions/0003-absent-is-absent.md); false, with nothing
    /// written, when the light curve is empty.
    /// </summary>
    /// <param name="writer">With a document open.</param>
    /// <param name="candidate">The alert.</param>
    /// <param name="objectDocument">Its object.</param>
    /// <param name="lsstDocument">The object's LSST partner; empty when it has none.</param>
    public bool Write(BsonWriter writer, ZtfStoredCandidate candidate, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> lsstDocument)
    {
        _own.Clear();
        ReadZtf(objectDocument, candidate.Jd, _own);
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
        LightCurveBson.WriteBands(writer, "multisurvey_photstats"u8, Joined(own, lsstDocument, candidate.Jd, statistics));
        WriteAssociation(writer, candidate);
        writer.End(properties);
        return true;
    }

    /// <summary>The object's LSST partner, or null.</summary>
    public static string? LsstPartner(ReadOnlySpan<byte> objectDocument)
    {
        var reader = new BsonReader(objectDocument);
        if (!reader.Find("aliases"u8))
            return null;
        var aliases = new BsonReader(reader.Value);
        if (!aliases.Find("LSST"u8))
            return null;
        var first = new BsonReader(aliases.Value);
        return first.Read() ? first.AsString() : null;
    }

    LightCurveStatistics Joined(
        ReadOnlySpan<MagnitudePoint> own, ReadOnlySpan<byte> lsstDocument, double untilJd, in LightCurveStatistics alone)
    {
        if (lsstDocument.IsEmpty)
            return alone;
        _joined.Clear();
        ReadLsst(lsstDocument, untilJd, _joined);
        _joined.InsertRange(0, own);
        return LightCurveAnalyser.Analyse(Prepared(_joined));
    }

    static ReadOnlySpan<MagnitudePoint> Prepared(List<MagnitudePoint> points)
    {
        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points);
        return span[..LightCurveAnalyser.Prepare(span)];
    }

    // Detections come before forced photometry, so that they win where both have the same time and band.
    static void ReadZtf(ReadOnlySpan<byte> document, double untilJd, List<MagnitudePoint> points)
    {
        var reader = new BsonReader(document);
        if (reader.Find("prv_candidates"u8))
            LightCurveBson.AddDetections(reader.Value, untilJd, points);
        reader = new BsonReader(document);
        if (reader.Find("fp_hists"u8))
            LightCurveBson.AddZtfForced(reader.Value, untilJd, points);
    }

    static void ReadLsst(ReadOnlySpan<byte> document, double untilJd, List<MagnitudePoint> points)
    {
        var reader = new BsonReader(document);
        if (reader.Find("prv_candidates"u8))
            LightCurveBson.AddDetections(reader.Value, untilJd, points);
        reader = new BsonReader(document);
        if (reader.Find("fp_hists"u8))
            LightCurveBson.AddLsstForced(reader.Value, untilJd, points);
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
