using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>What a partition of the broker must have to be the one that was read before.</summary>
/// <param name="TopicId">The topic's identifier; null when it was never told.</param>
/// <param name="End">One past the highest offset that was read or is accounted for; 0 when there is none.</param>
/// <param name="LastPacket">A packet that it must have, unless it was deleted or compacted; null when none is known.</param>
public sealed record ExpectedPackets(string? TopicId, long End, PacketMark? LastPacket)
{
    /// <summary>What an account says.</summary>
    public static ExpectedPackets Of(LedgerPartition account) => new(account.TopicId, account.End, account.LastPacket);
}
