using Boom.Core.Pipeline;

namespace Boom.Storage.Mongo;

/// <summary>What is to be recorded of one partition.</summary>
/// <param name="Topic">Topic, as the ledger names it.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Runs">Outcomes, ascending and disjoint.</param>
/// <param name="TopicId">The broker's identifier of the topic, if it is told.</param>
/// <param name="LastPacket">The packet of the highest offset among them; null when none came with its fingerprint.</param>
sealed record LedgerGroup(string Topic, int Partition, List<LedgerSpan> Runs, string? TopicId = null, PacketMark? LastPacket = null)
{
    /// <summary>Topic and partition.</summary>
    public (string Topic, int Partition) Key => (Topic, Partition);
}
