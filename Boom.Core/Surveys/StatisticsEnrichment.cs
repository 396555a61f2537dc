using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys;

/// <summary>What is found out about alerts of a survey that has nothing but light curves: whether they stay in place, and the statistics of each band.</summary>
/// <param name="rules">What detections are.</param>
abstract class StatisticsEnrichment(LightCurveRules rules) : ISurveyEnrichment
{
    readonly LightCurves _lightCurves = new();

    public Survey? Partner => null;

    public int PointCount => _lightCurves.Count;

    /// <remarks>Of an empty light curve as well: not stationary, and null for every band.</remarks>
    public bool Write(BsonWriter writer, in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> partnerDocument)
    {
        var statistics = _lightCurves.Analyse(objectDocument, alert.Jd, rules);
        var properties = writer.BeginDocument("properties"u8);
        writer.Boolean("stationary"u8, statistics.Stationary);
        LightCurveBson.WriteBands(writer, "photstats"u8, statistics);
        writer.End(properties);
        return true;
    }
}
