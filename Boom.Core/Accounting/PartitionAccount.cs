namespace Boom.Core.Accounting;

/// <summary>The account of one partition.</summary>
public sealed record PartitionAccount(string Topic, int Partition, PacketAccount Packets);
