namespace Boom.Core.Store;

/// <summary>The account of one topic.</summary>
/// <param name="Topic">Kafka topic.</param>
/// <param name="Partitions">By partition, ascending.</param>
/// <param name="Packets">Their sum.</param>
/// <param name="Enriched">Packets stored whose alerts have all been through the enricher.</param>
public sealed record TopicAccount(string Topic, IReadOnlyList<PartitionAccount> Partitions, PacketAccount Packets, long Enriched);
