using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Storage.Ledger;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// The collection <c>ledger_archive</c>: ranges that the ledger's documents have no room for. What a partition's account says is the ranges of its segments
/// and of its document, joined; so a range is written here before it leaves there, and may be in both.
/// </summary>
sealed class LedgerArchive(MongoServer server) : IDisposable
{
    public const string Name = "ledger_archive";

    const int SegmentsPerReply = 500;

    /// <summary>Partitions whose archive is kept in memory.</summary>
    const int MostKept = 1_000;

    static readonly BsonDocument WithoutRanges = new("ranges", 0);

    readonly SemaphoreSlim _reading = new(1);
    readonly Dictionary<(string Topic, int Partition), Kept> _kept = [];

    IMongoCollection<EncodedDocument> Collection => server.Collection(Name);

    /// <summary>What ranges change.</summary>
    /// <param name="head">The partition's document, as it is known.</param>
    /// <param name="ranges">Ascending and disjoint.</param>
    public async Task<ArchiveChange> PlanAsync(LedgerVersion head, IReadOnlyList<LedgerRange> ranges, CancellationToken cancellationToken)
    {
        var (topic, partition) = head.Key;
        var listed = await ListAsync(head.Key, cancellationToken);
        var routed = ArchiveChange.Route(listed.ConvertAll(segment => segment.First), head.Archived, ranges);
        var taken = listed.ConvertAll(segment => segment.First).ToHashSet();
        var ids = listed.FindAll(segment => routed.ContainsKey(segment.First)).ConvertAll(segment => segment.Id);
        var segments = (await ReadAsync(ids, isDurable: false, cancellationToken)).ToDictionary(segment => segment.First);
        var change = new ArchiveChange();
        taken.UnionWith(routed.Keys);
        foreach (var (first, parts) in routed)
            change.Add(segments.TryGetValue(first, out var segment) ? segment : new(topic, partition, first, 0, []), parts, taken);
        return change;
    }

    /// <summary>Writes a change; false when another program has written the same segments meanwhile.</summary>
    public async Task<bool> TryWriteAsync(ArchiveChange change, CancellationToken cancellationToken)
        => await TryWriteAsync(change.Made, cancellationToken) && await TryWriteAsync(change.Changed, cancellationToken);

    /// <summary>The account of a partition: its document and its archive.</summary>
    public async Task<LedgerPartition> ReadAsync(LedgerVersion head, CancellationToken cancellationToken)
    {
        if (head.ArchiveVersion == 0)
            return head.Partition;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_kept.Count >= MostKept)
                _kept.Clear();
            if (!_kept.TryGetValue(head.Key, out var kept))
                _kept.Add(head.Key, kept = new());
            if (kept.ArchiveVersion != head.ArchiveVersion)
                await RefreshAsync(head, kept, cancellationToken);
            if (kept.Whole is null || kept.HeadVersion != head.Version)
            {
                var ranges = new List<LedgerRange>(kept.Ranges.Count + head.Partition.Ranges.Count);
                LedgerMerge.Join(kept.Ranges, head.Partition.Ranges, ranges, []);
                (kept.Whole, kept.HeadVersion) = (head.Partition with { Ranges = ranges }, head.Version);
            }

            return kept.Whole;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    async Task<bool> TryWriteAsync(List<LedgerSegment> segments, CancellationToken cancellationToken)
    {
        using var bson = new BsonWriter();
        var refusals = await server.WriteAsync(
            Collection,
            segments.ConvertAll(WriteModel<EncodedDocument> (segment) => new UpdateOneModel<EncodedDocument>(
                EncodedBuffers.Filter(segment.WriteFilter(bson)), EncodedBuffers.Update(segment.WriteUpdate(bson)))
            { IsUpsert = true }),
            cancellationToken);
        foreach (var refusal in refusals)
        {
            if (!refusal.IsDuplicate)
                throw new PermanentFaultException($"The ledger cannot be written: {refusal.Reason}");
        }

        return refusals.Count == 0;
    }

    /// <summary>Reads the segments that have changed since they were read last.</summary>
    async Task RefreshAsync(LedgerVersion head, Kept kept, CancellationToken cancellationToken)
    {
        var listed = await ListAsync(head.Key, cancellationToken);
        var stale = listed.FindAll(segment => !kept.Segments.TryGetValue(segment.First, out var known) || known.Version != segment.Version);
        foreach (var segment in await ReadAsync(stale.ConvertAll(segment => segment.Id), isDurable: true, cancellationToken))
            kept.Segments[segment.First] = segment;
        List<LedgerRange> ranges = [], joined = [];
        foreach (var segment in kept.Segments.Values)
        {
            if (segment.Ranges.Count == 0)
                continue;
            if (ranges.Count == 0 || ranges[^1].Last + 1 < segment.Ranges[0].First)
            {
                ranges.AddRange(segment.Ranges);
                continue;
            }

            LedgerMerge.Join(ranges, segment.Ranges, joined, []);
            (ranges, joined) = (joined, ranges);
        }

        (kept.Ranges, kept.ArchiveVersion, kept.Whole) = (ranges, head.ArchiveVersion, null);
    }

    /// <summary>The segments of a partition without their ranges, by first offset.</summary>
    async Task<List<LedgerSegment>> ListAsync((string Topic, int Partition) key, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "topic", key.Topic }, { "partition", key.Partition } };
        var found = await server.FindAsync(Collection, filter, WithoutRanges, SegmentsPerReply, cancellationToken);
        var segments = found.ConvertAll(document => LedgerSegment.Read(document.Bytes.Span));
        segments.Sort((left, right) => left.First.CompareTo(right.First));
        return segments;
    }

    async Task<List<LedgerSegment>> ReadAsync(List<string> ids, bool isDurable, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];
        var found = isDurable
            ? await server.FindDurableAsync(Collection, MongoFilters.Ids(ids), null, SegmentsPerReply, cancellationToken)
            : await server.FindAsync(Collection, MongoFilters.Ids(ids), null, SegmentsPerReply, cancellationToken);
        return found.ConvertAll(document => LedgerSegment.Read(document.Bytes.Span));
    }

    /// <summary>What is known of the archive of one partition.</summary>
    sealed class Kept
    {
        public SortedDictionary<long, LedgerSegment> Segments { get; } = [];

        public List<LedgerRange> Ranges { get; set; } = [];

        public int ArchiveVersion { get; set; }

        public int HeadVersion { get; set; }

        public LedgerPartition? Whole { get; set; }
    }
}
