using Boom.Core.Pipeline;

namespace Boom.Core.Accounting;

/// <summary>The offsets that the plays of a journal have published.</summary>
public static class PlayRanges
{
    /// <summary>
    /// One range per play and partition: packet <c>n</c> of the topic is at offset <c>n div P</c> of partition <c>n mod P</c>.
    /// </summary>
    /// <param name="plays">The journal.</param>
    /// <param name="canBeOpened">Whether a play's source can still be read, so that its packets can be published again.</param>
    public static IEnumerable<PublishedRange> Of(IEnumerable<Play> plays, Func<Play, bool> canBeOpened)
    {
        foreach (var play in plays)
        {
            var available = canBeOpened(play);
            for (var partition = 0; partition < play.PartitionCount; partition++)
            {
                var first = OffsetsBefore(play.FirstSequence, partition, play.PartitionCount);
                var end = OffsetsBefore(play.FirstSequence + play.Published, partition, play.PartitionCount);
                if (end > first)
                    yield return new PublishedRange(play.Topic, partition, first, end, available ? first : end);
            }
        }
    }

    /// <summary>How many of the first <paramref name="sequence"/> packets are in the partition.</summary>
    static long OffsetsBefore(long sequence, int partition, int partitionCount) =>
        (sequence + partitionCount - 1 - partition) / partitionCount;
}
