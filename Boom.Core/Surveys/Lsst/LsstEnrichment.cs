using Boom.Core.Bson;
using Boom.Core.Photometry;
using Boom.Core.Sky;

namespace Boom.Core.Surveys.Lsst;

/// <summary>What the enricher finds out about an LSST alert: flags, and light-curve statistics, alone and with the partner's points.</summary>
/// <param name="footprint">Where the catalogue of stars is complete; null when nobody has said.</param>
sealed class LsstEnrichment(SkyFootprint? footprint) : ISurveyEnrichment
{
    readonly LightCurves _lightCurves = new();

    public Survey? Partner => Survey.Ztf;

    public int PointCount => _lightCurves.Count;

    /// <remarks>
    /// Of an empty light curve as well: not stationary, and null for every band. What it does not know is null (docs/decisions/0003-absent-is-absent.md).
    /// </remarks>
    public bool Write(BsonWriter writer, in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> partnerDocument)
    {
        var statistics = _lightCurves.Analyse(objectDocument, alert.Jd, LightCurveRules.Measured);
        var joined = _lightCurves.AnalyseJoined(partnerDocument, alert.Jd, LightCurveRules.Processed, statistics);
        var flags = LsstFlags.Of(objectDocument, PositionOf(alert.Document.Span), footprint);

        var properties = writer.BeginDocument("properties"u8);
        writer.Boolean("rock"u8, IsRock(alert.Document.Span));
        writer.Boolean("stationary"u8, statistics.Stationary);
        WriteFlag(writer, "star"u8, flags.Star);
        WriteFlag(writer, "near_brightstar"u8, flags.NearBrightstar);
        LightCurveBson.WriteBands(writer, "photstats"u8, statistics);
        LightCurveBson.WriteBands(writer, "multisurvey_photstats"u8, joined);
        writer.End(properties);
        return true;
    }

    // The reference stores a null for an alert of no solar-system object.
    static bool IsRock(ReadOnlySpan<byte> alert)
    {
        var reader = new BsonReader(alert);
        return reader.Find("ssObjectId"u8) && reader.Type != BsonType.Null;
    }

    static SkyPosition? PositionOf(ReadOnlySpan<byte> alert)
    {
        var reader = new BsonReader(alert);
        if (!reader.Find("candidate"u8))
            return null;
        var ra = new BsonReader(reader.Value);
        var dec = new BsonReader(reader.Value);
        if (!ra.Find("ra"u8) || !dec.Find("dec"u8))
            return null;
        var position = new SkyPosition(ra.AsDouble(), dec.AsDouble());
        return position.IsValid ? position : null;
    }

    static void WriteFlag(BsonWriter writer, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known)
            writer.Boolean(name, known);
        else
            writer.Null(name);
    }
}
