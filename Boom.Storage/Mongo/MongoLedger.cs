using Boom.Core.Bson;
using Boom.Core.Pipeline;
using Boom.Storage.Ledger;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// The collection <c>ledger</c>: one document per partition, written only in the version after the one that was read. Workers of one
/// program take turns, so that they do not contend with each other.
/// </summary>
sealed class MongoLedger(MongoServer server, MongoDeadLetters letters, ConflictWait conflicts) : IDisposable
{
    const int PartitionsPerReply = 500;

    readonly SemaphoreSlim _turn = new(1);

    IMongoCollection<EncodedDocument> Collection => server.Collection("ledger");

    public async Task RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        var open = GroupByPartition(LedgerMerge.Runs(entries));
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (var backoff = ConflictWait.Begin(); ;)
            {
                var lost = await RecordOnceAsync(open, cancellationToken);
                if (lost.Count == 0)
                    return;
                var (topic, partition) = (lost[0][0].Topic, lost[0][0].Partition);
                await conflicts.WaitAsync(backoff, $"the ledger of partition {partition} of {topic}", cancellationToken);
                open = lost;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<IReadOnlyList<LedgerPartition>> ReadAsync(string? topic, CancellationToken cancellationToken)
    {
        var filter = topic is null ? MongoFilters.Everything : MongoFilters.Ids([topic], "topic");
        var found = await server.FindAsync(Collection, filter, null, PartitionsPerReply, cancellationToken);
        var partitions = found.ConvertAll(document => LedgerDocument.Read(document.Bytes.Span).Partition);
        partitions.Sort((left, right) =>
        {
            var result = string.CompareOrdinal(left.Topic, right.Topic);
            return result == 0 ? left.Partition.CompareTo(right.Partition) : result;
        });
        return partitions;
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Runs come by topic and partition.</summary>
    static List<List<LedgerRun>> GroupByPartition(IReadOnlyList<LedgerRun> runs)
    {
        var groups = new List<List<LedgerRun>>();
        foreach (var run in runs)
        {
            if (groups.Count == 0 || groups[^1][0].Partition != run.Partition || groups[^1][0].Topic != run.Topic)
                groups.Add([]);
            groups[^1].Add(run);
        }

        return groups;
    }

    /// <summary>One find, one bulk write; answers the partitions that another program has written in between.</summary>
    async Task<List<List<LedgerRun>>> RecordOnceAsync(List<List<LedgerRun>> groups, CancellationToken cancellationToken)
    {
        var ids = groups.ConvertAll(group => LedgerDocument.IdOf(group[0].Topic, group[0].Partition));
        var found = await server.FindAsync(Collection, MongoFilters.Ids(ids), null, PartitionsPerReply, cancellationToken);
        var stored = new Dictionary<(string, int), (LedgerPartition Partition, int Version)>(found.Count);
        foreach (var document in found)
        {
            var read = LedgerDocument.Read(document.Bytes.Span);
            stored[(read.Partition.Topic, read.Partition.Partition)] = read;
        }

        using var writer = new BsonWriter();
        var writes = new List<WriteModel<EncodedDocument>>(groups.Count);
        var written = new List<List<LedgerRun>>(groups.Count);
        var settled = new List<LedgerRun>();
        foreach (var group in groups)
        {
            var (topic, partition) = (group[0].Topic, group[0].Partition);
            var (before, version) = stored.TryGetValue((topic, partition), out var known) ? known : (new(topic, partition, []), 0);
            if (Merge(before, group, settled) is not { } after)
                continue;
            var filter = EncodedBuffers.Filter(LedgerDocument.WriteFilter(after, version, writer));
            var update = EncodedBuffers.Update(LedgerDocument.WriteUpdate(after, version + 1, writer));
            writes.Add(new UpdateOneModel<EncodedDocument>(filter, update) { IsUpsert = true });
            written.Add(group);
        }

        // Letters go first: when this ends in between, the packets are written again and the ledger catches up.
        await letters.RemoveOfPacketsAsync(settled, cancellationToken);
        var refused = await server.WriteAsync(Collection, writes, cancellationToken);
        return refused.ConvertAll(index => written[index]);
    }

    /// <summary>The partition with the runs merged in; null when that changes nothing. Adds what is dead-lettered no more.</summary>
    static LedgerPartition? Merge(LedgerPartition before, List<LedgerRun> runs, List<LedgerRun> settled)
    {
        List<LedgerRange> ranges = [.. before.Ranges], merged = [], changed = [];
        foreach (var run in runs)
        {
            LedgerMerge.Apply(ranges, run.Range, merged, changed);
            (ranges, merged) = (merged, ranges);
            foreach (var range in changed)
                settled.Add(run with { Range = range });
        }

        return ranges.Count == before.Ranges.Count && IsSame(ranges, before.Ranges) ? null : before with { Ranges = ranges };
    }

    static bool IsSame(List<LedgerRange> left, IReadOnlyList<LedgerRange> right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (left[i] != right[i])
                return false;
        }

        return true;
    }
}
