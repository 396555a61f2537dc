using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Ztf;

/// <summary>What the enricher finds out about a ZTF alert: flags, light-curve statistics, solar-system association.</summary>
sealed class ZtfEnrichment : ISurveyEnrichment
{
    readonly LightCurves _lightCurves = new();

    public Survey? Partner => Survey.Lsst;

    public int PointCount => _lightCurves.Count;

    /// <remarks>What it does not know is null (docs/decisions/0003-absent-is-absent.md).</remarks>
    public bool Write(BsonWriter writer, in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> partnerDocument)
    {
        var candidate = ZtfStoredCandidate.Read(alert.Document.Span);
        var statistics = _lightCurves.Analyse(objectDocument, alert.Jd, LightCurveRules.Processed);
        if (PointCount == 0)
            return false;
        var joined = _lightCurves.AnalyseJoined(partnerDocument, alert.Jd, LightCurveRules.Measured, statistics);
        var flags = ZtfFlags.Of(candidate);

        var properties = writer.BeginDocument("properties"u8);
        writer.Boolean("rock"u8, flags.Rock);
        writer.Boolean("star"u8, flags.Star);
        writer.Boolean("near_brightstar"u8, flags.NearBrightstar);
        writer.Boolean("stationary"u8, statistics.Stationary);
        LightCurveBson.WriteBands(writer, "photstats"u8, statistics);
        LightCurveBson.WriteBands(writer, "multisurvey_photstats"u8, joined);
        WriteAssociation(writer, candidate);
        writer.End(properties);
        return true;
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
