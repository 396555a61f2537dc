namespace Boom.Lab.Drill;

/// <summary>An offset that something was written to.</summary>
/// <param name="partition">Partition of the topic.</param>
/// <param name="offset">Offset in the partition.</param>
/// <param name="packet">What it holds; null for a marker of a transaction or a packet of an aborted one.</param>
internal sealed class DrillPlace(int partition, long offset, DrillPacket? packet)
{
    /// <summary>Partition of the topic.</summary>
    public int Partition => partition;

    /// <summary>Offset in the partition.</summary>
    public long Offset => offset;

    /// <summary>What it holds; null for a marker of a transaction or a packet of an aborted one.</summary>
    public DrillPacket? Packet => packet;

    /// <summary>The broker does not have it any more: the drill deleted or lost it there.</summary>
    public bool IsGone { get; set; }
}
