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

    /// <summary>What is behind each write.</summary>
    public List<LedgerGroup> Groups { get; } = [];

    /// <summary>What each write makes of its partition.</summary>
    public List<LedgerVersion> After { get; } = [];

    /// <summary>Offsets that are dead-lettered no more.</summary>
    public List<LedgerSpan> Settled { get; } = [];

    /// <summary>Merges what is to be recorded of one partition into what is known of it; false when that changes nothing.</summary>
    /// <param name="group">What is to be recorded.</param>
    /// <param name="before">The partition as it is known.</param>
    /// <param name="isUpsert">
    /// Whether the write makes the document when there is none of the version: it then fails on its key if there is one of another.
    /// </param>
    public bool TryAdd(LedgerGroup group, LedgerVersion before, bool isUpsert)
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

    /// <summary>The partition with the group merged in; null when that changes nothing.</summary>
    LedgerPartition? Merge(LedgerPartition before, LedgerGroup group)
    {
        List<LedgerRange> ranges = [.. before.Ranges], merged = [], changed = [];
        foreach (var run in group.Runs)
        {
            LedgerMerge.Apply(ranges, run.Range, merged, changed);
            (ranges, merged) = (merged, ranges);
            foreach (var range in changed)
                Settled.Add(run with { Range = range });
        }

        var after = before with
        {
            Ranges = ranges,
            TopicId = group.TopicId ?? before.TopicId,
            LastPacket = group.LastPacket is { } mark && !(before.LastPacket?.Offset >= mark.Offset) ? mark : before.LastPacket,
        };
        return ranges.SequenceEqual(before.Ranges) && after.TopicId == before.TopicId && after.LastPacket == before.LastPacket ? null : after;
    }
}
