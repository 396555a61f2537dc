using Boom.Core.Pipeline;

namespace Boom.Storage.Mongo;

/// <summary>One version of the ledger's document of a partition.</summary>
/// <param name="Partition">What it says.</param>
/// <param name="Version">Number of the version; 0 when there is no document.</param>
readonly record struct LedgerVersion(LedgerPartition Partition, int Version)
{
    /// <summary>Topic and partition.</summary>
    public (string Topic, int Partition) Key => (Partition.Topic, Partition.Partition);
}
