using Boom.Core.Bson;
using Boom.Core.Pipeline;
using Boom.Storage.Ledger;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>What runs of offsets change in the partitions they belong to: the writes, each of the version after the one that is known.</summary>
sealed class LedgerChanges : IDisposable
{
    readonly BsonWriter _bson = new();

    /// <summary>The writes, one per partition that changes.</summary>
    public List<WriteModel<EncodedDocument>> Writes { get; } = [];

    /// <summary>The runs behind each write.</summary>
    public List<List<LedgerRun>> Groups { get; } = [];

    /// <summary>What each write makes of its partition.</summary>
    public List<LedgerVersion> After { get; } = [];

    /// <summary>Offsets that are dead-lettered no more.</summary>
    public List<LedgerRun> Settled { get; } = [];

    /// <summary>Merges the runs of one partition into what is known of it; false when that changes nothing.</summary>
    /// <param name="group">The runs.</param>
    /// <param name="before">The partition as it is known.</param>
    /// <param name="isUpsert">
    /// Whether the write makes the document when there is none of the version: it then fails on its key if there is one of another.
    /// </param>
    public bool TryAdd(List<LedgerRun> group, LedgerVersion before, bool isUpsert)
    {
        if (Merge(before.Partition, group) is not { } partition)
            return false;
        var after = new LedgerVersion(partition, before.Version + 1);
        var filter = EncodedBuffers.Filter(LedgerDocument.WriteFilter(partition, before.Version, _bson));
        var update = EncodedBuffers.Update(LedgerDocument.WriteUpdate(partition, after.Version, _bson));
        Writes.Add(new UpdateOneModel<EncodedDocument>(filter, update) { IsUpsert = isUpsert });
        Groups.Add(group);
        After.Add(after);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _bson.Dispose();

    /// <summary>The partition with the runs merged in; null when that changes nothing.</summary>
    LedgerPartition? Merge(LedgerPartition before, List<LedgerRun> runs)
    {
        List<LedgerRange> ranges = [.. before.Ranges], merged = [], changed = [];
        foreach (var run in runs)
        {
            LedgerMerge.Apply(ranges, run.Range, merged, changed);
            (ranges, merged) = (merged, ranges);
            foreach (var range in changed)
                Settled.Add(run with { Range = range });
        }

        return ranges.SequenceEqual(before.Ranges) ? null : before with { Ranges = ranges };
    }
}
