using Boom.Core.Bson;
using Boom.Core.Filters;
using Boom.Core.Surveys;

namespace Boom.Core.Messages;

/// <summary>An enriched alert with all that is stored around it: what filters look at and messages are made of.</summary>
/// <param name="Candid">Key of the alert.</param>
/// <param name="ObjectId">Key of its object.</param>
/// <param name="Jd">Julian date of the observation, days.</param>
/// <param name="ProgramId">Number of its programme; <see cref="PublicProgram"/> of a survey that has none, 0 where the alert does not say.</param>
/// <param name="Alert">The alert document.</param>
/// <param name="Object">The object document.</param>
/// <param name="Partner">The object of the same source in the partner survey (<see cref="SurveyResults.Partner"/>); empty when there is none.</param>
public sealed record AlertDocuments(
    long Candid, string ObjectId, double Jd, int ProgramId, ReadOnlyMemory<byte> Alert, ReadOnlyMemory<byte> Object, ReadOnlyMemory<byte> Partner)
{
    /// <summary>What filters look at beside these.</summary>
    public FilterBeside Beside { get; init; } = FilterBeside.None;

    /// <summary>The programme that everybody may see.</summary>
    public const int PublicProgram = 1;

    /// <summary>Puts the documents of an alert together.</summary>
    /// <param name="survey">Whose alert.</param>
    /// <param name="alert">The alert, read.</param>
    /// <param name="objectDocument">Its object.</param>
    /// <param name="partner">The object of the partner survey; empty when there is none.</param>
    /// <exception cref="BsonFormatException">The alert document is not one.</exception>
    public static AlertDocuments Of(ISurvey survey, in AlertToEnrich alert, ReadOnlyMemory<byte> objectDocument, ReadOnlyMemory<byte> partner) =>
        new(alert.Candid, alert.ObjectId, alert.Jd, ProgramOf(survey, alert.Document.Span), alert.Document, objectDocument, partner);

    /// <summary>Whether enrichment has found something out about it: an alert of an empty light curve has no <c>properties</c>.</summary>
    public bool HasProperties
    {
        get
        {
            var reader = new BsonReader(Alert.Span);
            return reader.Find("properties"u8) && reader.Type == BsonType.Document;
        }
    }

    /// <summary>The alert's <c>candidate</c>; empty when it has none.</summary>
    public ReadOnlySpan<byte> Candidate
    {
        get
        {
            var reader = new BsonReader(Alert.Span);
            return reader.Find("candidate"u8) && reader.Type == BsonType.Document ? reader.Value : default;
        }
    }

    /// <summary>Number of an alert's programme, as <see cref="ProgramId"/>.</summary>
    /// <param name="survey">Whose alert.</param>
    /// <param name="alert">The alert document.</param>
    public static int ProgramOf(ISurvey survey, ReadOnlySpan<byte> alert)
    {
        if (!survey.Results.HasPrograms)
            return PublicProgram;
        var reader = new BsonReader(alert);
        if (!reader.Find("candidate"u8))
            return 0;
        var program = new BsonReader(reader.Value);
        return program.Find("programid"u8) && program.AsDouble() is >= 0 and <= byte.MaxValue and var number ? (int)number : 0;
    }
}
