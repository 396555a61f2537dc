using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Storage.Ledger;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>What runs of offsets change in the partitions they belong to: the writes, each of the version after the one that is known.</summary>
sealed class LedgerChanges : IDisposable
{
    readonly BsonWriter _bson = new();

    /// <summary>The writes, one per partition that changes.</summary>
    public List<WriteModel<EncodedDocument>> Writes { get; } = [];

    /// <summary>What is behind each write, and what it makes of its partition.</summary>
    public List<(LedgerGroup Group, LedgerVersion After)> Made { get; } = [];

    /// <summary>Offsets that are dead-lettered no more.</summary>
    public List<LedgerSpan> Settled { get; } = [];

    /// <summary>Merges what is to be recorded of one partition into what is known of it; null when that changes nothing.</summary>
    /// <param name="group">What is to be recorded.</param>
    /// <param name="before">The partition as it is known.</param>
    /// <param name="settled">Offsets that are dead-lettered no more are added here.</param>
    public static LedgerVersion? Merge(LedgerGroup group, LedgerVersion before, List<LedgerSpan> settled)
    {
        var known = before.Partition;
        List<LedgerRange> ranges = [], changed = [];
        LedgerMerge.Join(known.Ranges, group.Ranges, ranges, changed);
        foreach (var range in changed)
            settled.Add(new(group.Topic, group.Partition, range));
        var after = known with
        {
            Ranges = ranges,
            TopicId = group.TopicId ?? known.TopicId,
            LastPacket = group.LastPacket is { } mark && !(known.LastPacket?.Offset >= mark.Offset) ? mark : known.LastPacket,
        };
        return ranges.SequenceEqual(known.Ranges) && after.TopicId == known.TopicId && after.LastPacket == known.LastPacket
            ? null
            : before with { Partition = after, Version = before.Version + 1 };
    }

    /// <summary>Adds the write that takes a partition from one version to the next.</summary>
    /// <param name="group">What is to be recorded.</param>
    /// <param name="after">The next version.</param>
    /// <param name="isUpsert">
    /// Whether the write makes the document when there is none of the version: it then fails on its key if there is one of another.
    /// </param>
    public void Add(LedgerGroup group, LedgerVersion after, bool isUpsert)
    {
        var filter = EncodedBuffers.Filter(LedgerDocument.WriteFilter(LedgerDocument.IdOf(group.Topic, group.Partition), after.Version - 1, _bson));
        var update = EncodedBuffers.Update(LedgerDocument.WriteUpdate(after, _bson));
        Writes.Add(new UpdateOneModel<EncodedDocument>(filter, update) { IsUpsert = isUpsert });
        Made.Add((group, after));
    }

    public void Dispose() => _bson.Dispose();
}
