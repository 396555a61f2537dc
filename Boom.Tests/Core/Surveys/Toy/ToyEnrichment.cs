using System.Runtime.InteropServices;
using Boom.Core.Bson;
using Boom.Core.Photometry;
using Boom.Core.Surveys;

namespace Boom.Tests.Core.Surveys.Toy;

/// <summary>What is found out about an alert of the toy survey: the statistics of its light curve, and whether its partner is there.</summary>
sealed class ToyEnrichment : ISurveyEnrichment
{
    readonly List<MagnitudePoint> _points = [];

    public Survey? Partner => Survey.Ztf;

    public int PointCount => _points.Count;

    public bool Write(BsonWriter writer, in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> partnerDocument)
    {
        _points.Clear();
        var reader = new BsonReader(objectDocument);
        if (reader.Find("prv_candidates"u8))
            LightCurveBson.AddDetections(reader.Value, alert.Jd, DetectionRule.Measured, _points);
        if (_points.Count == 0)
            return false;
        var statistics = LightCurveAnalyser.Analyse(CollectionsMarshal.AsSpan(_points));
        var properties = writer.BeginDocument("properties"u8);
        writer.Boolean("stationary"u8, statistics.Stationary);
        LightCurveBson.WriteBands(writer, "photstats"u8, statistics);
        writer.Boolean("has_partner"u8, !partnerDocument.IsEmpty);
        writer.End(properties);
        return true;
    }
}
