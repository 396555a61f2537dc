using Boom.Core.Store;
using Boom.Embedded.Plays;

namespace Boom.Embedded.Pipeline;

/// <summary>How a run went.</summary>
/// <param name="Account">The account at its end.</param>
/// <param name="Elapsed">From the start of the stages to the end.</param>
/// <param name="Plays">What was played; empty when nothing was, or not to its end.</param>
/// <param name="Stopped">A person stopped it.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record RunResult(TotalAccount Account, TimeSpan Elapsed, IReadOnlyList<PlayResult> Plays, bool Stopped, DateTimeOffset StartedAt)
{
    /// <summary>What stages waited for at the end, a sentence each.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];

    /// <summary>Messages that the brokers have confirmed in this run, by topic; empty when nothing is published.</summary>
    public IReadOnlyDictionary<string, long> Sent { get; init; } = new Dictionary<string, long>();

    /// <summary>Messages of earlier runs that were sent again when the run began.</summary>
    public long SentAgain { get; init; }

    /// <summary>Sentences about parts of the sources that could not be read.</summary>
    public IReadOnlyList<string> Problems => [.. Plays.SelectMany(play => play.Problems).Distinct()];
}
