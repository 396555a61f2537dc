using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Plays;

namespace Boom.Embedded.Servers;

/// <summary>A topic while it is put back, packet by packet in order of their sequence.</summary>
sealed class RestoredTopic
{
    readonly LedgerPartition[] _ledger;

    public RestoredTopic(string name, int partitionCount, IReadOnlyList<LedgerPartition> ledger)
    {
        Name = name;
        PartitionCount = partitionCount;
        _ledger = new LedgerPartition[partitionCount];
        for (var partition = 0; partition < partitionCount; partition++)
            _ledger[partition] = new LedgerPartition(name, partition, []);
        foreach (var known in ledger)
        {
            if (known.Topic == name && known.Partition < partitionCount)
                _ledger[known.Partition] = known;
        }
    }

    public string Name { get; }

    public int PartitionCount { get; }

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
