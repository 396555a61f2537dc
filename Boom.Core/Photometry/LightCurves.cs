using System.Runtime.InteropServices;
using Boom.Core.Bson;

namespace Boom.Core.Photometry;

/// <summary>
/// The light curves that an alert is judged by: its object's, and that joined with the partner's. Holds buffers that it uses again, so each worker has its own.
/// </summary>
sealed class LightCurves
{
    readonly List<MagnitudePoint> _own = [];
    readonly List<MagnitudePoint> _joined = [];
    int _count;

    /// <summary>Number of points of the object's light curve.</summary>
    public int Count => _count;

    /// <summary>Reads the light curve of an alert's object up to the alert, and analyses it.</summary>
    /// <param name="objectDocument">The object.</param>
    /// <param name="untilJd">Time of the alert, Julian date, days.</param>
    /// <param name="rules">What detections are.</param>
    public LightCurveStatistics Analyse(ReadOnlySpan<byte> objectDocument, double untilJd, in LightCurveRules rules)
    {
        _own.Clear();
        Read(objectDocument, untilJd, rules, _own);
        var own = CollectionsMarshal.AsSpan(_own);
        _count = LightCurveAnalyser.Prepare(own);
        return LightCurveAnalyser.Analyse(own[.._count]);
    }

    /// <summary>
    /// Analyses the light curve joined with the partner's: in order, and one point for each time and band. Own points win; without partner it is
    /// <paramref name="alone"/>.
    /// </summary>
    /// <param name="partnerDocument">The object of the partner survey; empty when there is none.</param>
    /// <param name="untilJd">Time of the alert, Julian date, days.</param>
    /// <param name="rules">What detections of the partner are.</param>
    /// <param name="alone">Answer of <see cref="Analyse"/> for the same alert.</param>
    public LightCurveStatistics AnalyseJoined(ReadOnlySpan<byte> partnerDocument, double untilJd, in LightCurveRules rules, in LightCurveStatistics alone)
    {
        if (partnerDocument.IsEmpty)
            return alone;
        _joined.Clear();
        CollectionsMarshal.SetCount(_joined, _count);
        CollectionsMarshal.AsSpan(_own)[.._count].CopyTo(CollectionsMarshal.AsSpan(_joined));
        Read(partnerDocument, untilJd, rules, _joined);
        var joined = CollectionsMarshal.AsSpan(_joined);
        return LightCurveAnalyser.Analyse(joined[..LightCurveAnalyser.Prepare(joined)]);
    }

    // Detections come before forced photometry, so that they win where both have the same time and band.
    static void Read(ReadOnlySpan<byte> document, double untilJd, in LightCurveRules rules, List<MagnitudePoint> points)
    {
        var reader = new BsonReader(document);
        if (reader.Find("prv_candidates"u8))
            LightCurveBson.AddDetections(reader.Value, untilJd, rules.Alerts, points, rules.WindowDays);
        reader = new BsonReader(document);
        if (rules.Forced is { } forced && reader.Find("fp_hists"u8))
            LightCurveBson.AddDetections(reader.Value, untilJd, forced, points, rules.WindowDays);
    }
}

/// <summary>Which stored points of a survey's objects are detections.</summary>
/// <param name="Alerts">Of <c>prv_candidates</c>.</param>
/// <param name="Forced">Of <c>fp_hists</c>; null when the survey has no forced photometry.</param>
/// <param name="WindowDays">How long before the alert a point may lie, days, exclusive.</param>
readonly record struct LightCurveRules(DetectionRule Alerts, DetectionRule? Forced, double WindowDays = double.PositiveInfinity)
{
    /// <summary>Those of ZTF objects.</summary>
    public static LightCurveRules Processed { get; } = new(DetectionRule.Measured, DetectionRule.ProcessedForced);

    /// <summary>Those of LSST objects.</summary>
    public static LightCurveRules Measured { get; } = new(DetectionRule.Measured, DetectionRule.Forced);
}
