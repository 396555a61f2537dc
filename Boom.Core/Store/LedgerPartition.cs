using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>What the ledger knows of one partition.</summary>
/// <param name="Topic">Topic, as the ledger names it (<see cref="TopicIncarnation"/>).</param>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="Ranges">Disjoint, ascending by offset.</param>
/// <param name="TopicId">The broker's identifier of the topic; null when it was never told.</param>
/// <param name="LastPacket">The packet of the highest offset that came with its fingerprint; null when none did.</param>
public sealed record LedgerPartition(
    string Topic, int Partition, IReadOnlyList<LedgerRange> Ranges, string? TopicId = null, PacketMark? LastPacket = null)
{
    /// <summary>The first offset at or after <paramref name="start"/> that is not accounted for.</summary>
    public long FirstGap(long start = 0)
    {
        foreach (var range in Ranges)
        {
            if (range.Last < start)
                continue;
            if (range.First > start)
                break;
            start = range.Last + 1;
        }

        return start;
    }

    /// <summary>One past the highest offset accounted for; 0 when there is none.</summary>
    public long End => Ranges.Count == 0 ? 0 : Ranges[^1].Last + 1;

    /// <summary>Number of offsets with this outcome.</summary>
    public long Count(PacketOutcome outcome)
    {
        long count = 0;
        foreach (var range in Ranges)
        {
            if (range.Outcome == outcome)
                count += range.Count;
        }

        return count;
    }

    /// <summary>Whether the offset is accounted for.</summary>
    public bool Contains(long offset) => OutcomeOf(offset) is not null;

    /// <summary>What became of the packet at an offset; null when nothing accounts for it.</summary>
    public PacketOutcome? OutcomeOf(long offset)
    {
        int low = 0, high = Ranges.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var range = Ranges[middle];
            if (offset < range.First)
                high = middle - 1;
            else if (offset > range.Last)
                low = middle + 1;
            else
                return range.Outcome;
        }

        return null;
    }
}
