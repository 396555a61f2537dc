using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>Compares what the ledger knows of a partition with what the broker says of it. Pure.</summary>
public static class IncarnationCheck
{
    /// <summary>
    /// The incarnation that a partition of the broker goes on with: the latest that has the topic's identifier, or one after it that was begun while the
    /// broker did not tell it; or else the latest of all; null when the ledger has none.
    /// </summary>
    /// <param name="known">What the ledger knows of the partition, all incarnations.</param>
    /// <param name="topicId">As the broker says; null when it says none.</param>
    public static LedgerPartition? Latest(IEnumerable<LedgerPartition> known, string? topicId)
    {
        known = known as IReadOnlyCollection<LedgerPartition> ?? [.. known];
        LedgerPartition? latest = null, sameId = null;
        foreach (var partition in known)
        {
            if (latest is null || NumberOf(latest) < NumberOf(partition))
                latest = partition;
            if (topicId is not null && partition.TopicId == topicId && (sameId is null || NumberOf(sameId) < NumberOf(partition)))
                sameId = partition;
        }

        if (sameId is null)
            return latest;
        foreach (var partition in known)
        {
            if (partition.TopicId is null or "" && NumberOf(sameId) < NumberOf(partition))
                sameId = partition;
        }

        return sameId;
    }

    /// <summary>The name of the incarnation after all that are known.</summary>
    public static string NextName(string topic, IEnumerable<LedgerPartition> known) =>
        TopicIncarnation.NameOf(topic, 1 + known.Select(NumberOf).DefaultIfEmpty(0).Max());

    /// <summary>Whether a partition is the one that was read before.</summary>
    /// <param name="known">What it must have.</param>
    /// <param name="topicId">The topic's identifier as the broker says; null when it says none.</param>
    /// <param name="high">One past its last offset.</param>
    /// <param name="found">The packet at the offset of <see cref="ExpectedPackets.LastPacket"/>; null when it was not looked for or is gone.</param>
    public static IncarnationVerdict Judge(ExpectedPackets known, string? topicId, long high, PacketMark? found)
    {
        if (known.TopicId is { Length: > 0 } id && topicId is not null && id != topicId)
            return IncarnationVerdict.TopicMadeAnew;
        if (high < known.End)
            return IncarnationVerdict.EndLost;
        return found is { } packet && known.LastPacket is { } mark && packet.Offset == mark.Offset && packet != mark
            ? IncarnationVerdict.OtherPacket
            : IncarnationVerdict.Same;
    }

    /// <summary>As <see cref="Judge(ExpectedPackets, string?, long, PacketMark?)"/>, by the account alone.</summary>
    public static IncarnationVerdict Judge(LedgerPartition known, string? topicId, long high, PacketMark? found) =>
        Judge(ExpectedPackets.Of(known), topicId, high, found);

    static int NumberOf(LedgerPartition partition) => TopicIncarnation.NumberOf(partition.Topic);
}

/// <summary>What a partition of the broker must have to be the one that was read before.</summary>
/// <param name="TopicId">The topic's identifier; null when it was never told.</param>
/// <param name="End">One past the highest offset that was read or is accounted for; 0 when there is none.</param>
/// <param name="LastPacket">A packet that it must have, unless it was deleted or compacted; null when none is known.</param>
public sealed record ExpectedPackets(string? TopicId, long End, PacketMark? LastPacket)
{
    /// <summary>What an account says.</summary>
    public static ExpectedPackets Of(LedgerPartition account) => new(account.TopicId, account.End, account.LastPacket);
}

/// <summary>Whether a partition of the broker is the one that the ledger has an account of.</summary>
public enum IncarnationVerdict
{
    /// <summary>It is, as far as can be told.</summary>
    Same,

    /// <summary>The topic has another identifier: it was deleted and made anew, or the broker is another one.</summary>
    TopicMadeAnew,

    /// <summary>It ends before the last offset that was read or is accounted for: the broker has lost packets at its end.</summary>
    EndLost,

    /// <summary>Another packet has the offset of the last one that was read or is accounted for.</summary>
    OtherPacket,
}
