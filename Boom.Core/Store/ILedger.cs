namespace Boom.Core.Store;

/// <summary>
/// The account of every packet: per topic, incarnation and partition, the offsets whose outcome is durable. The consumer starts from its first gap.
/// An offset is counted once: its first outcome stays, except that <see cref="PacketOutcome.DeadLettered"/> gives way to any other outcome of a packet,
/// and <see cref="PacketOutcome.Absent"/> and <see cref="PacketOutcome.Expired"/>, which say that there was none to be had, to every outcome of a packet.
/// </summary>
public interface ILedger
{
    /// <summary>Records outcomes of packets that need no other write.</summary>
    ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>Records one outcome for many offsets at once.</summary>
    ValueTask RecordSpansAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken);

    /// <summary>Notes the broker's identifier of the topic that a partition's account is of, and begins the account when there is none.</summary>
    /// <param name="topic">Topic, as the ledger names it.</param>
    /// <param name="partition">Partition.</param>
    /// <param name="topicId">As the broker gives it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken);

    /// <summary>
    /// All partitions of one topic in all its incarnations, or of every topic when <paramref name="topic"/> is null, by name (ordinal) and partition.
    /// </summary>
    /// <param name="topic">Kafka topic.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken);
}
