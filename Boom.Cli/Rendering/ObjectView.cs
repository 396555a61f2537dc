using Boom.Core.Alerts;
using Boom.Core.Photometry;
using Boom.Core.Sky;
using Boom.Core.Surveys;
using MongoDB.Bson;

namespace Boom.Cli.Rendering;

/// <summary>What a person wants to see of an object document.</summary>
/// <param name="series">Its light-curve arrays.</param>
internal sealed class ObjectView(BsonDocument document, IReadOnlyList<LightCurveSeries> series)
{
    /// <summary>Position of its first alert; null when it is not stored.</summary>
    public SkyPosition? Position => PositionOf(document);

    /// <summary>Of a body of the solar system, by the Minor Planet Center; null when none is stored.</summary>
    public string? Designation => document.GetValue("designation", null) is BsonString { Value.Length: > 0 } text ? text.Value : null;

    /// <summary>Its light curve: points with a real time and magnitude, no sentinels.</summary>
    public IReadOnlyList<PlotPoint> Points { get; } = [.. series.SelectMany(one => PointsOf(document, one))];

    /// <summary>Names in other surveys, e.g. <c>LSST 1234</c>.</summary>
    public IReadOnlyList<string> Aliases =>
        [.. (document.Child("aliases") ?? []).Where(survey => survey.Value.IsBsonArray).SelectMany(survey => survey.Value.AsBsonArray.Select(name => $"{survey.Name} {name}"))];

    /// <summary>The nearest object of each other survey that this build reads.</summary>
    public IReadOnlyList<(Survey Survey, string ObjectId)> Partners =>
    [
        .. from element in document.Child("aliases") ?? []
           where element.Value.IsBsonArray && element.Value.AsBsonArray is [BsonString, ..] && SurveyNames.TryParse(element.Name, out _)
           select (SurveyOf(element.Name), element.Value[0].AsString),
    ];

    /// <summary>What catalogues say.</summary>
    public MatchView Matches => new(document);

    public int Count(PointKind kind) => Points.Count(point => point.Kind == kind);

    /// <summary><c>coordinates.radec_geojson.coordinates</c> holds right ascension minus 180, and declination.</summary>
    public static SkyPosition? PositionOf(BsonDocument document) =>
        document.Child("coordinates")?.Child("radec_geojson")?.GetValue("coordinates", null) is BsonArray { Count: 2 } pair
            ? new SkyPosition(pair[0].ToDouble() + 180, pair[1].ToDouble())
            : null;

    static Survey SurveyOf(string name) => SurveyNames.TryParse(name, out var survey) ? survey : default;

    static IEnumerable<PlotPoint> PointsOf(BsonDocument document, LightCurveSeries series)
    {
        foreach (var point in (document.GetValue(series.Name, null) as BsonArray ?? []).OfType<BsonDocument>())
        {
            var (jd, magnitude) = (point.Number("jd"), point.Number(series.Magnitude));
            var band = point.GetValue("band", null) is BsonString { Value.Length: > 0 } name ? name.Value[0] : '?';
            if (JulianDate.IsPlausible(jd) && Magnitudes.IsReal(magnitude))
                yield return new PlotPoint(jd, magnitude, band, series.Kind);
        }
    }
}

/// <summary>A point to plot.</summary>
/// <param name="Jd">Julian date in days.</param>
/// <param name="Magnitude">Magnitude, or the limiting magnitude of an upper limit.</param>
/// <param name="Band">Band, one letter, e.g. <c>g</c>.</param>
/// <param name="Kind">Decides the marker.</param>
internal readonly record struct PlotPoint(double Jd, double Magnitude, char Band, PointKind Kind);
