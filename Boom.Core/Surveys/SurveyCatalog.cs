using Boom.Core.Surveys.Ztf;

namespace Boom.Core.Surveys;

/// <summary>The surveys that this build can ingest.</summary>
public static class SurveyCatalog
{
    /// <summary>Surveys with a decoder.</summary>
    public static IReadOnlyList<Survey> Supported { get; } = [Survey.Ztf];

    /// <summary>Decoder and mapper of a survey; null when this build has none.</summary>
    public static ISurveyIngest? CreateIngest(Survey survey) => survey switch
    {
        Survey.Ztf => new ZtfIngest(),
        _ => null,
    };

    /// <summary>
    /// Brings the <c>properties</c> of a stored alert to the shape that enrichment writes; null when it has that shape already.
    /// </summary>
    /// <param name="survey">Survey of the alert.</param>
    /// <param name="properties">A BSON document.</param>
    public static byte[]? CompleteProperties(Survey survey, ReadOnlySpan<byte> properties) =>
        survey == Survey.Ztf ? ZtfProperties.Complete(properties) : null;
}
