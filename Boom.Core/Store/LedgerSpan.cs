namespace Boom.Core.Store;

/// <summary>Neighbouring offsets of one partition with one outcome, to be recorded.</summary>
/// <param name="Topic">Topic, as the ledger names it (<see cref="TopicIncarnation"/>).</param>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="Range">The offsets and their outcome.</param>
public readonly record struct LedgerSpan(string Topic, int Partition, LedgerRange Range);
