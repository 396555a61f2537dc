using Boom.Core.Pipeline;
using Boom.Storage.Ledger;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// The collection <c>ledger</c>: one document per partition, written only in the version after the one that is known. Workers of one
/// program take turns, so that they do not contend with each other; a program that is alone on its partitions writes without reading.
/// </summary>
sealed class MongoLedger(MongoServer server, MongoDeadLetters letters, ConflictWait conflicts) : IDisposable
{
    const int PartitionsPerReply = 500;

    /// <summary>Some nights of a survey.</summary>
    const int MostKnown = 1_000;

    readonly SemaphoreSlim _turn = new(1);

    /// <summary>What this program has written last.</summary>
    readonly Dictionary<(string Topic, int Partition), LedgerVersion> _known = [];

    /// <summary>Whether nobody else had written what this program wrote last, when it looked.</summary>
    bool _isAlone;

    IMongoCollection<EncodedDocument> Collection => server.Collection("ledger");

    public async Task RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        var open = GroupByPartition(LedgerMerge.Runs(entries));
        var marks = LedgerMerge.LastPackets(entries);
        await RecordAsync(open.ConvertAll(group => marks.TryGetValue(group.Key, out var mark) ? group with { LastPacket = mark } : group), cancellationToken);
    }

    public Task RecordAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken)
        => RecordAsync(
            GroupByPartition([.. spans.OrderBy(span => span.Topic, StringComparer.Ordinal).ThenBy(span => span.Partition).ThenBy(span => span.Range.First)]),
            cancellationToken);

    public Task IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken)
        => RecordAsync([new LedgerGroup(topic, partition, [], topicId)], cancellationToken);

    async Task RecordAsync(List<LedgerGroup> open, CancellationToken cancellationToken)
    {
        if (open.Count == 0)
            return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await RecordInTurnAsync(open, cancellationToken);
        }
        catch
        {
            // What has been written is not known.
            _known.Clear();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<IReadOnlyList<LedgerPartition>> ReadAsync(string? topic, CancellationToken cancellationToken)
    {
        var filter = topic is null ? MongoFilters.Everything : MongoFilters.Incarnations(topic);
        var found = await server.FindAsync(Collection, filter, null, PartitionsPerReply, cancellationToken);
        var partitions = found.ConvertAll(document => LedgerDocument.Read(document.Bytes.Span).Partition);
        partitions.RemoveAll(partition => topic is not null && TopicIncarnation.TopicOf(partition.Topic) != topic);
        partitions.Sort((left, right) =>
        {
            var result = string.CompareOrdinal(left.Topic, right.Topic);
            return result == 0 ? left.Partition.CompareTo(right.Partition) : result;
        });
        return partitions;
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Runs come by topic and partition.</summary>
    static List<LedgerGroup> GroupByPartition(IReadOnlyList<LedgerSpan> runs)
    {
        var groups = new List<LedgerGroup>();
        foreach (var run in runs)
        {
            if (groups.Count == 0 || groups[^1].Partition != run.Partition || groups[^1].Topic != run.Topic)
                groups.Add(new(run.Topic, run.Partition, []));
            groups[^1].Runs.Add(run);
        }

        return groups;
    }

    async Task RecordInTurnAsync(List<LedgerGroup> open, CancellationToken cancellationToken)
    {
        if (_isAlone && await TryRecordKnownAsync(open, cancellationToken))
            return;
        for (var backoff = ConflictWait.Begin(); ;)
        {
            open = await RecordOnceAsync(open, cancellationToken);
            if (open.Count == 0)
                return;
            var (topic, partition) = open[0].Key;
            await conflicts.WaitAsync(backoff, $"the ledger of partition {partition} of {topic}", cancellationToken);
        }
    }

    /// <summary>One bulk write that follows what this program has written last; false when somebody has written since.</summary>
    async Task<bool> TryRecordKnownAsync(List<LedgerGroup> groups, CancellationToken cancellationToken)
    {
        using var changes = new LedgerChanges();
        foreach (var group in groups)
        {
            // What changes nothing is no write, and only a write shows whether the document is as it is known.
            if (!_known.TryGetValue(group.Key, out var before) || !changes.TryAdd(group, before, isUpsert: false))
                return false;
        }

        await letters.RemoveOfPacketsAsync(changes.Settled, cancellationToken);
        _isAlone = await server.UpdateAllAsync(Collection, changes.Writes, cancellationToken);
        if (_isAlone)
            changes.After.ForEach(Know);
        return _isAlone;
    }

    /// <summary>One find, one bulk write; answers the partitions that another program has written in between.</summary>
    async Task<List<LedgerGroup>> RecordOnceAsync(List<LedgerGroup> groups, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(groups, cancellationToken);
        using var changes = new LedgerChanges();
        _isAlone = true;
        foreach (var group in groups)
        {
            var (topic, partition) = group.Key;
            var before = stored.TryGetValue((topic, partition), out var found) ? found : new(new(topic, partition, []), 0);
            _isAlone &= !_known.TryGetValue(before.Key, out var known) || known.Version == before.Version;
            Know(before);
            changes.TryAdd(group, before, isUpsert: true);
        }

        // Letters go first: when this ends in between, the packets are written again and the ledger catches up.
        await letters.RemoveOfPacketsAsync(changes.Settled, cancellationToken);
        var refused = await server.WriteAsync(Collection, changes.Writes, cancellationToken);
        changes.After.ForEach(Know);
        foreach (var index in refused)
            _known.Remove(changes.After[index].Key);
        _isAlone &= refused.Count == 0;
        return refused.ConvertAll(index => changes.Groups[index]);
    }

    async Task<Dictionary<(string Topic, int Partition), LedgerVersion>> FindAsync(List<LedgerGroup> groups, CancellationToken cancellationToken)
    {
        var ids = groups.ConvertAll(group => LedgerDocument.IdOf(group.Topic, group.Partition));
        var found = await server.FindAsync(Collection, MongoFilters.Ids(ids), null, PartitionsPerReply, cancellationToken);
        return found.ConvertAll(document => LedgerDocument.Read(document.Bytes.Span)).ToDictionary(version => version.Key);
    }

    void Know(LedgerVersion version)
    {
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[version.Key] = version;
    }
}
