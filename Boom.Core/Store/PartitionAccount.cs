namespace Boom.Core.Store;

/// <summary>The account of one partition.</summary>
public sealed record PartitionAccount(string Topic, int Partition, PacketAccount Packets);
