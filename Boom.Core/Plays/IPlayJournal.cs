namespace Boom.Core.Plays;

/// <summary>What was published to the embedded broker, which itself forgets everything when the process ends.</summary>
public interface IPlayJournal
{
    /// <summary>All plays, oldest first.</summary>
    ValueTask<IReadOnlyList<Play>> ReadPlaysAsync(CancellationToken cancellationToken);

    /// <summary>Begins a play after the last packet of the topic.</summary>
    ValueTask<Play> BeginPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken);

    /// <summary>Notes how many packets of the play are published or about to be.</summary>
    ValueTask AdvancePlayAsync(long id, long published, bool finished, CancellationToken cancellationToken);

    /// <summary>
    /// Notes packets that are about to be published, by content; the play is then published up to the last of them. What was noted of the same numbers
    /// before is forgotten.
    /// </summary>
    ValueTask NotePacketsAsync(long id, NotedPackets packets, CancellationToken cancellationToken);

    /// <summary>
    /// The packets of a play by content, ascending; of blocks that overlap the later holds. Empty for a play whose packets are known by their numbers.
    /// </summary>
    ValueTask<IReadOnlyList<NotedPackets>> ReadPacketsAsync(long id, CancellationToken cancellationToken);
}
