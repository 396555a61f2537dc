using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>Somebody who may know schemas.</summary>
interface ISchemaSource
{
    /// <summary>Short name, for metrics.</summary>
    string Name { get; }

    /// <summary>Asks for the schema of a number. What comes has been checked.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<SourceAnswer> AskAsync(SchemaSubject subject, uint id, Version version, CancellationToken cancellationToken);
}

/// <summary>What a source says to a number.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Text">The schema when it was found; else a clause for a person that names the address and says what came.</param>
/// <param name="Source">Who gave it: address or file; empty when nobody did.</param>
sealed record SourceAnswer(SourceOutcome Outcome, string Text, string Source = "")
{
    /// <summary>Whether the answer may be another in a while, though nobody acts on the source.</summary>
    public bool IsAway => Outcome is SourceOutcome.Away or SourceOutcome.Refused;
}

/// <summary>Outcomes of a question to a source; the lower-case names are tags of metrics.</summary>
enum SourceOutcome
{
    /// <summary>The schema asked for.</summary>
    Found,

    /// <summary>The source answers that it does not have it.</summary>
    Unknown,

    /// <summary>The source answers with another schema, or one that cannot be read.</summary>
    Wrong,

    /// <summary>No answer, or none such as a source of schemas gives.</summary>
    Away,

    /// <summary>The source does not let us in.</summary>
    Refused,
}

/// <summary>Why a source gives no schema.</summary>
sealed class SchemaSourceException(SourceOutcome outcome, string clause, Exception? innerException = null) : Exception(clause, innerException)
{
    public SourceOutcome Outcome => outcome;
}
