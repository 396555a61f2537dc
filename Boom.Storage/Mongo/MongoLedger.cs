using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Storage.Ledger;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// The collection <c>ledger</c>: one document per partition, written only in the version after the one that is known. Workers of one
/// program take turns, so that they do not contend with each other; a program that is alone on its partitions writes without reading.
/// </summary>
sealed class MongoLedger(MongoServer server, LedgerArchive archive, MongoDeadLetters letters, ConflictRetry conflicts) : IDisposable
{
    /// <summary>Ranges that a document holds at most, some 70 bytes each; of one that would have more the oldest go to the archive, all but <see cref="RangesKept"/>.</summary>
    const int MostRanges = 4_000;

    const int RangesKept = 2_000;

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
        var open = LedgerGroup.Of(LedgerMerge.Runs(entries));
        var marks = LedgerMerge.LastPackets(entries);
        await RecordAsync(open.ConvertAll(group => marks.TryGetValue(group.Key, out var mark) ? group with { LastPacket = mark } : group), cancellationToken);
    }

    public Task RecordAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken) => RecordAsync(LedgerGroup.Of(spans), cancellationToken);

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

    /// <summary>What the majority of the servers has: the consumer passes over what is accounted for.</summary>
    public async Task<IReadOnlyList<LedgerPartition>> ReadAsync(string? topic, CancellationToken cancellationToken)
    {
        var filter = topic is null ? MongoFilters.Everything : MongoFilters.Incarnations(topic);

        // The archive is read after the documents: a range that leaves a document is in the archive before.
        var found = await server.FindDurableAsync(Collection, filter, null, PartitionsPerReply, cancellationToken);
        var partitions = new List<LedgerPartition>(found.Count);
        foreach (var document in found)
        {
            var head = LedgerDocument.Read(document.Bytes.Span);
            if (topic is null || TopicIncarnation.TopicOf(head.Partition.Topic) == topic)
                partitions.Add(await archive.ReadAsync(head, cancellationToken));
        }

        return [.. partitions.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition)];
    }

    public void Dispose() => _turn.Dispose();

    async Task RecordInTurnAsync(List<LedgerGroup> open, CancellationToken cancellationToken)
    {
        if (_isAlone && await TryRecordKnownAsync(open, cancellationToken))
            return;
        var refused = new Dictionary<(string Topic, int Partition), int>();
        await conflicts.RunAsync(
            async () =>
            {
                open = await RecordOnceAsync(open, refused, cancellationToken);
                return open.Count == 0 ? null : $"the ledger of partition {open[0].Key.Partition} of {open[0].Key.Topic}";
            },
            cancellationToken);
    }

    /// <summary>One bulk write that follows what this program has written last; false when somebody has written since, or the archive has a part in it.</summary>
    async Task<bool> TryRecordKnownAsync(List<LedgerGroup> groups, CancellationToken cancellationToken)
    {
        using var changes = new LedgerChanges();
        foreach (var group in groups)
        {
            // What changes nothing is no write, and only a write shows whether the document is as it is known.
            if (!_known.TryGetValue(group.Key, out var before)
                || (group.Ranges.Count > 0 && group.Ranges[0].First < before.Archived)
                || LedgerChanges.Merge(group, before, changes.Settled) is not { } after
                || after.Partition.Ranges.Count > MostRanges)
            {
                return false;
            }

            changes.Add(group, after, isUpsert: false);
        }

        await letters.RemoveOfPacketsAsync(changes.Settled, cancellationToken);
        _isAlone = await server.UpdateAllAsync(Collection, changes.Writes, cancellationToken);
        if (_isAlone)
            changes.Made.ForEach(made => Know(made.After));
        return _isAlone;
    }

    /// <summary>One find, one bulk write; answers the partitions that another program has written in between.</summary>
    async Task<List<LedgerGroup>> RecordOnceAsync(
        List<LedgerGroup> groups, Dictionary<(string Topic, int Partition), int> refusedBefore, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(groups, cancellationToken);
        using var changes = new LedgerChanges();
        var archiving = new List<(LedgerGroup Group, LedgerVersion After, ArchiveChange Change)>();
        _isAlone = true;
        foreach (var group in groups)
        {
            var (topic, partition) = group.Key;
            var before = stored.TryGetValue((topic, partition), out var found) ? found : new(new(topic, partition, []), 0);
            _isAlone &= !_known.TryGetValue(before.Key, out var known) || known.Version == before.Version;
            Know(before);
            var (late, due) = group.SplitAt(before.Archived);
            var after = LedgerChanges.Merge(due, before, changes.Settled);
            if (late.Count > 0 || after?.Partition.Ranges.Count > MostRanges)
                archiving.Add(await ArchiveAsync(group, before, after ?? before with { Version = before.Version + 1 }, late, changes.Settled, cancellationToken));
            else if (after is { } next)
                changes.Add(group, next, isUpsert: true);
        }

        // Letters go first: when this ends in between, the packets are written again and the ledger catches up.
        await letters.RemoveOfPacketsAsync(changes.Settled, cancellationToken);
        var lost = new List<LedgerGroup>();
        foreach (var (group, after, change) in archiving)
        {
            if (await archive.TryWriteAsync(change, cancellationToken))
                changes.Add(group, after, isUpsert: true);
            else
                lost.Add(group);
        }

        var refused = await server.WriteAsync(Collection, changes.Writes, cancellationToken);
        changes.Made.ForEach(made => Know(made.After));
        foreach (var refusal in refused)
        {
            var (group, after) = changes.Made[refusal.Index];
            Check(refusal, after, refusedBefore);
            _known.Remove(after.Key);
            lost.Add(group);
        }

        _isAlone &= lost.Count == 0;
        return lost;
    }

    /// <summary>Plans what goes to the archive: outcomes of offsets that are there, and the oldest ranges of a document that has too many.</summary>
    async Task<(LedgerGroup Group, LedgerVersion After, ArchiveChange Change)> ArchiveAsync(
        LedgerGroup group, LedgerVersion before, LedgerVersion after, List<LedgerRange> late, List<LedgerSpan> settled, CancellationToken cancellationToken)
    {
        var ranges = after.Partition.Ranges;
        var leaving = ranges.Count > MostRanges ? ranges.Count - RangesKept : 0;
        var moved = new List<LedgerRange>();
        LedgerMerge.Join([.. ranges.Take(leaving)], late, moved, []);
        var change = await archive.PlanAsync(before, moved, cancellationToken);
        foreach (var range in change.Settled)
            settled.Add(new(group.Topic, group.Partition, range));
        after = after with
        {
            Partition = after.Partition with { Ranges = [.. ranges.Skip(leaving)] },
            Archived = leaving > 0 ? Math.Max(before.Archived, ranges[leaving - 1].Last + 1) : before.Archived,
            ArchiveVersion = before.ArchiveVersion + 1,
        };
        return (group, after, change);
    }

    /// <summary>A document that is refused twice in one version, and not for its own key, is kept out by somebody else's index or rule.</summary>
    static void Check(WriteRefusal refusal, LedgerVersion after, Dictionary<(string Topic, int Partition), int> refusedBefore)
    {
        var isRepeated = refusedBefore.TryGetValue(after.Key, out var version) && version == after.Version;
        refusedBefore[after.Key] = after.Version;
        if (!refusal.IsDuplicate || (!refusal.NamesId && isRepeated))
            throw new PermanentFaultException($"The ledger of partition {after.Partition.Partition} of {after.Partition.Topic} cannot be written: {refusal.Reason}");
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
