using Boom.Core.Store;

namespace Boom.Embedded.Pipeline;

/// <summary>The whole pipeline at one moment.</summary>
/// <param name="AtMs">The moment, Unix milliseconds.</param>
/// <param name="Stages">In the order of the stream.</param>
/// <param name="Packets">Where every packet is.</param>
public sealed record PipelineStatus(long AtMs, IReadOnlyList<StageStatus> Stages, PacketAccount Packets)
{
    /// <summary>What stages wait for, or are refused, for longer than a moment: a sentence each.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];

    /// <summary>Nothing is on its way: every packet has an outcome and all queues are empty.</summary>
    public bool IsIdle => Packets.Waiting == 0 && Stages.All(stage => stage.Waiting == 0);

    /// <summary>When the oldest alert on its way entered the queue it is in; null when none is.</summary>
    public long? OldestAtMs => Stages.Min(stage => stage.OldestAtMs);
}
