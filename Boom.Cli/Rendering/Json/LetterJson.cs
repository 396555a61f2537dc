using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Cli.Rendering.Json;

/// <summary>A dead letter, without its payload.</summary>
internal sealed record LetterJson(
    string Id, string Survey, string Stage, string Reason, string Detail, int Attempts, string Topic, int Partition, long Offset, long? Candid,
    string? CandidText, string? ObjectId, DateTime At, string? File = null, int? PayloadBytes = null)
{
    public static LetterJson Of(DeadLetter letter) => new(
        letter.Id, letter.Survey.ToUpperName(), letter.Stage, letter.Reason, letter.Detail, letter.Attempts, letter.Origin.Topic, letter.Origin.Partition,
        letter.Origin.Offset, letter.Candid, letter.Candid?.ToString(CultureInfo.InvariantCulture), letter.ObjectId,
        DateTimeOffset.FromUnixTimeMilliseconds(letter.AtMs).UtcDateTime);
}

/// <summary><c>boom dead-letters list</c>.</summary>
internal sealed record LettersJson(IEnumerable<LetterJson> DeadLetters);

/// <summary><c>boom dead-letters discard</c>: identifiers.</summary>
internal sealed record DiscardedJson(IEnumerable<string> Discarded, IEnumerable<string> Unknown);

/// <summary><c>boom dead-letters replay</c>: identifiers.</summary>
internal sealed record ReplayedJson(IEnumerable<string> Succeeded, IEnumerable<string> Failed, IEnumerable<string> Unknown, IEnumerable<string> Waiting);
