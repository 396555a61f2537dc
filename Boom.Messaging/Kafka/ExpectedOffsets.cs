using Boom.Core.Store;
using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <summary>
/// Where the next record of each partition is expected, and what was passed over on the way to the one that came: offsets that hold no packet
/// (markers of transactions, aborted packets, what compaction took), offsets that the broker has deleted, and steps back.
/// </summary>
public sealed class ExpectedOffsets
{
    readonly Dictionary<TopicPartition, long> _expected = [];
    readonly List<LedgerSpan> _skipped = [];
    readonly HashSet<TopicPartition> _back = [];
    readonly HashSet<TopicPartition> _silent = [];

    /// <summary>The partition is read from an offset on.</summary>
    internal void Start(TopicPartition partition, long offset)
    {
        _expected[partition] = offset;
        _back.Remove(partition);
        _silent.Add(partition);
    }

    /// <summary>The partition is not read.</summary>
    internal void Forget(TopicPartition partition)
    {
        _expected.Remove(partition);
        _back.Remove(partition);
        _silent.Remove(partition);
    }

    /// <summary>The offset expected next; null for a partition that is not read.</summary>
    public long? Find(TopicPartition partition) => _expected.TryGetValue(partition, out var expected) ? expected : null;

    /// <summary>Whether offsets were passed over on the way to this one.</summary>
    internal bool IsJump(TopicPartition partition, long offset) => _expected.TryGetValue(partition, out var expected) && offset > expected;

    /// <summary>A record came, or the end at this offset was told.</summary>
    /// <param name="partition">Where.</param>
    /// <param name="offset">Offset of the record, or one past the last one.</param>
    /// <param name="isEnd">No record: the end.</param>
    /// <param name="low">After a jump, the first offset that the broker still has.</param>
    internal void Reach(TopicPartition partition, long offset, bool isEnd, long low)
    {
        if (_expected.TryGetValue(partition, out var expected))
        {
            if (offset > expected)
                Skip(partition, expected, offset, low);
            else if (offset < expected)
                _back.Add(partition);
        }

        _expected[partition] = isEnd ? offset : offset + 1;
        _silent.Remove(partition);
    }

    /// <summary>
    /// Whether neither a record nor the end came since the partition is read from where it was begun last: the client may have lost sight of it, as when a
    /// topic is made anew with a lower leader epoch than it had.
    /// </summary>
    public bool IsSilent(TopicPartition partition) => _silent.Contains(partition);

    /// <summary>
    /// Offsets passed over since the last call, as the client names their topic: <see cref="PacketOutcome.Absent"/> ones hold no packet,
    /// <see cref="PacketOutcome.Expired"/> ones were deleted by the broker.
    /// </summary>
    public IReadOnlyList<LedgerSpan> TakeSkipped() => Take(_skipped);

    /// <summary>Partitions whose records came from before the expected offset since the last call: the broker does not have that offset any more.</summary>
    public IReadOnlyList<TopicPartition> TakeBack() => Take(_back);

    static T[] Take<T>(ICollection<T> noted)
    {
        T[] taken = [.. noted];
        noted.Clear();
        return taken;
    }

    void Skip(TopicPartition partition, long first, long end, long low)
    {
        var deleted = Math.Clamp(low, first, end);
        Add(partition, first, deleted, PacketOutcome.Expired);
        Add(partition, deleted, end, PacketOutcome.Absent);
    }

    void Add(TopicPartition partition, long first, long end, PacketOutcome outcome)
    {
        if (first < end)
            _skipped.Add(new LedgerSpan(partition.Topic, partition.Partition.Value, new LedgerRange(first, end - 1, outcome)));
    }
}
