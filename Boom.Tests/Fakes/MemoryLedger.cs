using System.Collections.Concurrent;
using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Tests.Fakes;

/// <summary>A ledger, a play journal and orders to pause, in memory.</summary>
sealed class MemoryLedger : ILedger, IPlayJournal, IIntakeSwitch
{
    readonly Lock _lock = new();
    readonly Dictionary<PacketKey, PacketOutcome> _outcomes = [];
    readonly Dictionary<(string Topic, int Partition), PacketMark> _marks = [];
    readonly Dictionary<(string Topic, int Partition), string> _topicIds = [];
    readonly List<Play> _plays = [];
    readonly List<(long Id, NotedPackets Packets)> _packets = [];

    int _readings;

    /// <summary>Called before each reading, with the cancellation of the call; null for nothing.</summary>
    public Func<CancellationToken, Task>? BeforeReading { get; set; }

    /// <summary>How often it was read.</summary>
    public int Readings => Volatile.Read(ref _readings);

    readonly ConcurrentDictionary<Survey, IntakePause> _pauses = new();

    public ValueTask<IntakePause?> FindPauseAsync(Survey survey, CancellationToken cancellationToken) => new(_pauses.GetValueOrDefault(survey));

    public ValueTask PauseAsync(Survey survey, IntakePause pause, CancellationToken cancellationToken)
    {
        _pauses.AddOrUpdate(survey, pause, (_, before) => pause with { SinceMs = before.SinceMs });
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> ResumeAsync(Survey survey, CancellationToken cancellationToken) => new(_pauses.TryRemove(survey, out _));

    readonly record struct PacketKey(string Topic, int Partition, long Offset);

    public ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var (origin, outcome, fingerprint) in entries)
            {
                Record(new PacketKey(origin.Topic, origin.Partition, origin.Offset), outcome);
                var key = (origin.Topic, origin.Partition);
                if (fingerprint != 0 && (!_marks.TryGetValue(key, out var mark) || mark.Offset < origin.Offset))
                    _marks[key] = new PacketMark(origin.Offset, origin.TimestampMs, fingerprint);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RecordSpansAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var (topic, partition, range) in spans)
            {
                for (var offset = range.First; offset <= range.Last; offset++)
                    Record(new PacketKey(topic, partition, offset), range.Outcome);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken)
    {
        lock (_lock)
            _topicIds[(topic, partition)] = topicId;
        return ValueTask.CompletedTask;
    }

    public async ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken)
    {
        if (BeforeReading is { } before)
            await before(cancellationToken);
        Interlocked.Increment(ref _readings);
        lock (_lock)
        {
            var ranges = _outcomes
                .OrderBy(known => known.Key.Offset)
                .ToLookup(known => (known.Key.Topic, known.Key.Partition), known => new LedgerRange(known.Key.Offset, known.Key.Offset, known.Value));
            IReadOnlyList<LedgerPartition> partitions =
            [
                .. ranges.Select(group => group.Key).Union(_topicIds.Keys)
                    .Where(key => topic is null || TopicIncarnation.TopicOf(key.Topic) == topic)
                    .OrderBy(key => key.Topic, StringComparer.Ordinal).ThenBy(key => key.Partition)
                    .Select(key => new LedgerPartition(
                        key.Topic, key.Partition, [.. ranges[key]], _topicIds.GetValueOrDefault(key), _marks.TryGetValue(key, out var mark) ? mark : null)),
            ];
            return partitions;
        }
    }

    void Record(PacketKey key, PacketOutcome outcome)
    {
        if (!_outcomes.TryGetValue(key, out var known)
            || (known is PacketOutcome.Absent or PacketOutcome.Expired && outcome is not (PacketOutcome.Absent or PacketOutcome.Expired)))
            _outcomes[key] = outcome;
    }

    public int Count(PacketOutcome outcome)
    {
        lock (_lock)
            return _outcomes.Values.Count(known => known == outcome);
    }

    public ValueTask<IReadOnlyList<Play>> ReadPlaysAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<Play>>([.. _plays]);
    }

    public ValueTask<Play> BeginPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var first = _plays.Where(play => play.Topic == topic).Select(play => play.FirstSequence + play.Published).DefaultIfEmpty(0).Max();
            var play = new Play(_plays.Count + 1, topic, partitionCount, source, first, 0, false);
            _plays.Add(play);
            return ValueTask.FromResult(play);
        }
    }

    public ValueTask AdvancePlayAsync(long id, long published, bool finished, CancellationToken cancellationToken)
    {
        lock (_lock)
            _plays[(int)id - 1] = _plays[(int)id - 1] with { Published = published, Finished = finished };
        return ValueTask.CompletedTask;
    }

    public ValueTask NotePacketsAsync(long id, NotedPackets packets, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _packets.RemoveAll(known => known.Id == id && known.Packets.First == packets.First);
            _packets.Add((id, packets));
            _plays[(int)id - 1] = _plays[(int)id - 1] with { Published = packets.First + packets.Hashes.Count, Finished = false };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<NotedPackets>> ReadPacketsAsync(long id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<NotedPackets>>(
                [.. _packets.Where(known => known.Id == id).Select(known => known.Packets).OrderBy(packets => packets.First)]);
        }
    }
}
