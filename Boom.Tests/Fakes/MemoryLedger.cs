using Boom.Core.Pipeline;

namespace Boom.Tests.Fakes;

/// <summary>A ledger and a play journal in memory.</summary>
sealed class MemoryLedger : ILedger, IPlayJournal
{
    readonly Lock _lock = new();
    readonly Dictionary<PacketKey, PacketOutcome> _outcomes = [];
    readonly List<Play> _plays = [];

    readonly record struct PacketKey(string Topic, int Partition, long Offset);

    public ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
                _outcomes.TryAdd(new PacketKey(entry.Origin.Topic, entry.Origin.Partition, entry.Origin.Offset), entry.Outcome);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<LedgerPartition> partitions = _outcomes
                .Where(known => topic is null || known.Key.Topic == topic)
                .GroupBy(known => (known.Key.Topic, known.Key.Partition))
                .OrderBy(group => group.Key.Topic, StringComparer.Ordinal).ThenBy(group => group.Key.Partition)
                .Select(group => new LedgerPartition(
                    group.Key.Topic,
                    group.Key.Partition,
                    [.. group.OrderBy(known => known.Key.Offset).Select(known => new LedgerRange(known.Key.Offset, known.Key.Offset, known.Value))]))
                .ToList();
            return ValueTask.FromResult(partitions);
        }
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
}
