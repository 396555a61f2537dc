using Boom.Core.Sky;
using MongoDB.Bson;

namespace Boom.Cli.Rendering;

/// <summary>What a person wants to see of an alert document.</summary>
internal sealed class AlertView(BsonDocument document)
{
    readonly BsonDocument? _properties = document.Child("properties");

    public string ObjectId => document.GetValue("objectId", "").AsString;

    /// <summary>Its position; null when it is not stored.</summary>
    public SkyPosition? Position => ObjectView.PositionOf(document);

    /// <summary>Fields of <c>candidate</c>.</summary>
    public BsonDocument Candidate => document.Child("candidate") ?? [];

    /// <summary>Names of the flags that are true, e.g. <c>rock</c>, <c>star</c>; null when the alert is not enriched.</summary>
    public IReadOnlyList<string>? Flags =>
        _properties is null ? null : [.. _properties.Where(property => property.Value == BsonBoolean.True).Select(property => property.Name)];

    /// <summary>Scores of networks, and why others have none, in the order stored.</summary>
    public IReadOnlyList<ScoreView> Scores
    {
        get
        {
            var scores = document.Child("classifications") ?? [];
            var models = document.Child("boom")?.Child("enrichment")?.Child("models") ?? [];
            return
            [
                .. scores.Where(score => score.Value.IsNumeric).Select(score => new ScoreView(score.Name, score.Value.ToDouble(), Text(models.Child(score.Name), "version"))),
                .. models.Where(model => !scores.Contains(model.Name) && model.Value.IsBsonDocument)
                    .Select(model => new ScoreView(model.Name, double.NaN, Reason: Text(model.Value.AsBsonDocument, "skipped"))),
            ];
        }
    }

    static string? Text(BsonDocument? model, string name) => model?.GetValue(name, null) is BsonString text ? text.Value : null;

    /// <summary>Statistics per band, in the order stored.</summary>
    public IReadOnlyList<PeakView> Bands =>
        [.. (_properties?.Child("photstats") ?? []).Where(band => band.Value.IsBsonDocument).Select(band => new PeakView(band.Name, band.Value.AsBsonDocument))];
}

/// <summary>What is stored of one network.</summary>
/// <param name="Network">Its key.</param>
/// <param name="Score">The score; NaN when there is none.</param>
/// <param name="Version">What made the score.</param>
/// <param name="Reason">Why there is none.</param>
internal sealed record ScoreView(string Network, double Score, string? Version = null, string? Reason = null);

/// <summary>One band of <c>properties.photstats</c>; a number that is absent is NaN.</summary>
internal sealed class PeakView(string name, BsonDocument band)
{
    public string Band => name;

    /// <summary>Julian date of the brightest point.</summary>
    public double Jd => band.Number("peak_jd");

    public double Magnitude => band.Number("peak_mag");

    public double Error => band.Number("peak_mag_err");

    /// <summary>A slope, <c>rising</c> to the peak or <c>fading</c> from it, magnitudes per day, negative when it brightens; null when there is none.</summary>
    public (double Rate, double Error)? Slope(string side) => band.Child(side) is { } fit ? (fit.Number("rate"), fit.Number("rate_error")) : null;
}
