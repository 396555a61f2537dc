namespace Boom.Core.Pipeline;

/// <summary>
/// The account of every packet: per topic and partition, the offsets whose outcome is durable. The consumer starts from its first gap.
/// An offset is counted once: its first outcome stays, except that <see cref="PacketOutcome.DeadLettered"/> gives way to any later one.
/// </summary>
public interface ILedger
{
    /// <summary>Records outcomes of packets that need no other write.</summary>
    ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>All partitions of one topic, or of every topic when <paramref name="topic"/> is null, by topic and partition.</summary>
    ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken);
}
