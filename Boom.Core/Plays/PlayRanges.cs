namespace Boom.Core.Plays;

/// <summary>The offsets that the plays of a journal have published.</summary>
public static class PlayRanges
{
    /// <summary>
    /// The ranges of each play and partition: packet <c>n</c> of the topic is at offset <c>n div P</c> of partition <c>n mod P</c>. What can be had and what
    /// cannot lie in ranges of their own.
    /// </summary>
    /// <param name="plays">The journal.</param>
    /// <param name="findLost">Of a play, the sequence numbers of the packets that cannot be published again, ascending.</param>
    public static IEnumerable<PublishedRange> Of(IEnumerable<Play> plays, Func<Play, IReadOnlyList<long>> findLost)
    {
        foreach (var play in plays)
        {
            var lost = findLost(play);
            for (var partition = 0; partition < play.PartitionCount; partition++)
            {
                var first = OffsetsBefore(play.FirstSequence, partition, play.PartitionCount);
                var end = OffsetsBefore(play.FirstSequence + play.Published, partition, play.PartitionCount);
                foreach (var (lostFirst, lostEnd) in Runs(lost, partition, play.PartitionCount))
                {
                    if (lostFirst > first)
                        yield return new PublishedRange(play.Topic, partition, first, lostFirst, first);
                    yield return new PublishedRange(play.Topic, partition, lostFirst, lostEnd, lostEnd);
                    first = lostEnd;
                }

                if (end > first)
                    yield return new PublishedRange(play.Topic, partition, first, end, first);
            }
        }
    }

    /// <summary>Neighbouring offsets of one partition, as first and one past the last.</summary>
    public static IEnumerable<(long First, long End)> Runs(IReadOnlyList<long> sequences, int partition, int partitionCount)
    {
        var (first, end) = (0L, -1L);
        foreach (var sequence in sequences)
        {
            if (sequence % partitionCount != partition)
                continue;
            var offset = sequence / partitionCount;
            if (offset != end)
            {
                if (end >= 0)
                    yield return (first, end);
                first = offset;
            }

            end = offset + 1;
        }

        if (end >= 0)
            yield return (first, end);
    }

    /// <summary>How many of the first <paramref name="sequence"/> packets are in the partition.</summary>
    static long OffsetsBefore(long sequence, int partition, int partitionCount) =>
        (sequence + partitionCount - 1 - partition) / partitionCount;
}
