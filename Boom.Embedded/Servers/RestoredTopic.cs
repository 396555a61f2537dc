using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Plays;

namespace Boom.Embedded.Servers;

/// <summary>A topic while it is put back, packet by packet in order of their sequence.</summary>
sealed class RestoredTopic(string name, int partitionCount, IReadOnlyList<LedgerPartition> ledger)
{
    readonly LedgerPartition[] _ledger =
    [
        .. Enumerable.Range(0, partitionCount).Select(partition =>
            ledger.LastOrDefault(known => known.Topic == name && known.Partition == partition) ?? new LedgerPartition(name, partition, [])),
    ];

    public string Name => name;

    public int PartitionCount => partitionCount;

    public List<Play> Plays { get; } = [];

    public PartitionPacer? Pacer { get; set; }

    /// <summary>Sequence number of the next packet to put back.</summary>
    public long Next { get; set; }

    public long Placeholders { get; set; }

    public long Republished { get; set; }

    /// <summary>Sequence numbers of packets that nothing accounts for and that cannot be had again, ascending.</summary>
    public List<long> Lost { get; } = [];

    /// <summary>Per partition, the first offset that is not accounted for.</summary>
    public long[] FirstDue => PartitionPacer.FirstDue(_ledger, Name, PartitionCount);

    public long End => Plays.Count == 0 ? 0 : Plays[^1].FirstSequence + Plays[^1].Published;

    public bool IsAccountedFor(long sequence) => _ledger[sequence % PartitionCount].Contains(sequence / PartitionCount);
}
