using Boom.Core.Store;

namespace Boom.Storage.Mongo;

/// <summary>One version of the ledger's document of a partition.</summary>
/// <param name="Partition">What it says; the ranges without those in the archive.</param>
/// <param name="Version">Number of the version; 0 when there is no document.</param>
/// <param name="Archived">Outcomes of offsets below this one go to the archive.</param>
/// <param name="ArchiveVersion">Moves with every change of the archive; 0 when there is none.</param>
readonly record struct LedgerVersion(LedgerPartition Partition, int Version, long Archived = 0, int ArchiveVersion = 0)
{
    /// <summary>Topic and partition.</summary>
    public (string Topic, int Partition) Key => (Partition.Topic, Partition.Partition);
}
