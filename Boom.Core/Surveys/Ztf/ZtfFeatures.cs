using System.Runtime.InteropServices;
using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// Light-curve numbers of BTSbot (Rehemtulla et al. 2024), of ZTF photometry alone, all bands together, up to the alert. The recipe of the training: time
/// runs from the earlier of <c>jdstarthist</c> and the first detection to the alert, magnitudes are those of alert detections. That of the reference: the list
/// has forced photometry too, time runs from its first to its last point, and the age is first minus last, so never positive.
/// </summary>
sealed class ZtfFeatures(FeatureRecipe recipe) : ISurveyFeatures
{
    readonly List<MagnitudePoint> _points = [];

    public IReadOnlyList<string> Names { get; } = ["age", "days_since_peak", "days_to_peak", "peakmag", "faintestmag", "nnondet"];

    public void Compute(in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, Span<float> values)
    {
        values.Fill(float.NaN);
        var (startHist, detections, coverages) = ReadCandidate(alert.Document.Span);
        values[5] = (float)(coverages - detections);
        var points = ReadPoints(objectDocument, alert.Jd);
        if (points.IsEmpty)
            return;
        var (peak, faintest) = Extremes(points);
        var isTraining = recipe == FeatureRecipe.Training;
        var first = isTraining && startHist < points[0].Jd ? startHist : points[0].Jd;
        var last = isTraining ? alert.Jd : points[^1].Jd;
        values[0] = (float)(isTraining ? last - first : first - last);
        values[1] = (float)(last - peak.Jd);
        values[2] = (float)(peak.Jd - first);
        values[3] = peak.Mag;
        values[4] = faintest.Mag;
    }

    static (double StartHist, double Detections, double Coverages) ReadCandidate(ReadOnlySpan<byte> document)
    {
        var (startHist, detections, coverages) = (double.NaN, double.NaN, double.NaN);
        var alert = new BsonReader(document);
        if (!alert.Find("candidate"u8))
            return (startHist, detections, coverages);
        var field = new BsonReader(alert.Value);
        while (field.Read())
        {
            if (field.Name.SequenceEqual("jdstarthist"u8))
                startHist = field.AsDouble();
            else if (field.Name.SequenceEqual("ndethist"u8))
                detections = field.AsDouble();
            else if (field.Name.SequenceEqual("ncovhist"u8))
                coverages = field.AsDouble();
        }

        return (startHist, detections, coverages);
    }

    ReadOnlySpan<MagnitudePoint> ReadPoints(ReadOnlySpan<byte> objectDocument, double untilJd)
    {
        _points.Clear();
        var reader = new BsonReader(objectDocument);
        if (reader.Find("prv_candidates"u8))
            LightCurveBson.AddDetections(reader.Value, untilJd, DetectionRule.Measured, _points);
        reader = new BsonReader(objectDocument);
        if (recipe == FeatureRecipe.Reference && reader.Find("fp_hists"u8))
            LightCurveBson.AddDetections(reader.Value, untilJd, DetectionRule.ProcessedForced, _points);
        var points = CollectionsMarshal.AsSpan(_points);
        return points[..LightCurveAnalyser.Prepare(points)];
    }

    // The first one on ties.
    static (MagnitudePoint Peak, MagnitudePoint Faintest) Extremes(ReadOnlySpan<MagnitudePoint> points)
    {
        var (peak, faintest) = (points[0], points[0]);
        foreach (var point in points)
        {
            if (point.Mag < peak.Mag)
                peak = point;
            if (point.Mag > faintest.Mag)
                faintest = point;
        }

        return (peak, faintest);
    }
}
