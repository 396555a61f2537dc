using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using CsCheck;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>Accounts of more ranges than a document should hold.</summary>
[Collection(MongoTests.Name)]
public sealed class LedgerArchiveTests(MongoTestServer server) : IDisposable
{
    const string Topic = StoreDocuments.Topic;

    readonly MongoDatabase _database = server.Require();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    IMongoCollection<BsonDocument> Heads => _database.Direct.GetCollection<BsonDocument>("ledger");

    IMongoCollection<BsonDocument> Segments => _database.Direct.GetCollection<BsonDocument>("ledger_archive");

    public void Dispose() => _database.Dispose();

    static LedgerSpan Span(long first, long last, PacketOutcome outcome = PacketOutcome.Stored) => new(Topic, 0, new(first, last, outcome));

    static LedgerSpan[] EverySecond(int first, int count) => [.. Enumerable.Range(first, count).Select(i => Span(2L * i, 2L * i))];

    static async Task<LedgerPartition> ReadAsync(MongoStore store) => Assert.Single(await store.ReadLedgerAsync(Topic, Token));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Record_HalfAMillionRanges_StaysInSmallDocumentsAndIsReadWhole(bool isWithoutGaps)
    {
        const int Ranges = 500_000, PerCall = 25_000;
        var store = _database.Open();
        for (var first = 0; first < Ranges; first += PerCall)
        {
            var spans = isWithoutGaps
                ? [.. Enumerable.Range(first, PerCall).Select(i => Span(i, i, i % 2 == 0 ? PacketOutcome.Stored : PacketOutcome.Duplicate))]
                : EverySecond(first, PerCall);
            await store.RecordSpansAsync(spans, Token);
        }

        var partition = await ReadAsync(_database.Open());

        Assert.Equal(Ranges, partition.Ranges.Count);
        Assert.Equal(isWithoutGaps ? Ranges / 2 : Ranges, partition.Count(PacketOutcome.Stored));
        Assert.Equal(isWithoutGaps ? Ranges : 1, partition.FirstGap());
        Assert.InRange((await Heads.Find(FilterDefinition<BsonDocument>.Empty).SingleAsync(Token)).ToBson().Length, 1000, 400_000);
        var segments = await Segments.Find(FilterDefinition<BsonDocument>.Empty).ToListAsync(Token);
        Assert.All(segments, segment => Assert.InRange(segment.ToBson().Length, 100, 10_000));
    }

    [Fact]
    public async Task Record_GapsAreFilledLater_EndsAsOneRange()
    {
        const int Count = 9_000;
        var store = _database.Open();
        await store.RecordSpansAsync(EverySecond(0, Count), Token);
        var reader = _database.Open();
        Assert.Equal(Count, (await ReadAsync(reader)).Ranges.Count);

        for (var first = 0; first < Count; first += 500)
            await store.RecordAsync([.. Enumerable.Range(first, 500).Select(i => new LedgerEntry(StoreDocuments.Origin((2L * i) + 1), PacketOutcome.Stored))], Token);

        // The reader has read the archive before.
        Assert.Equal([new LedgerRange(0, (2 * Count) - 1, PacketOutcome.Stored)], (await ReadAsync(reader)).Ranges);
    }

    [Fact]
    public async Task Record_DeadLetterInTheArchiveIsSettled_CountsAnewAndItsLetterGoes()
    {
        var store = _database.Open();
        var letter = new DeadLetter(
            DeadLetter.IdOf("alert", StoreDocuments.Origin(7), null), Survey.Ztf, "alert", "avro", "Damaged.", 1, StoreDocuments.Origin(7), null, null, 1, new byte[] { 1 });
        await store.AddDeadLettersAsync([letter], Token);
        await store.RecordSpansAsync([Span(7, 7, PacketOutcome.DeadLettered), .. EverySecond(10, 9_000)], Token);

        await store.RecordAsync([new(StoreDocuments.Origin(7), PacketOutcome.Stored)], Token);

        var partition = await ReadAsync(store);
        Assert.Equal(0, partition.Count(PacketOutcome.DeadLettered));
        Assert.Equal(9_001, partition.Count(PacketOutcome.Stored));
        Assert.Empty(await store.ListDeadLettersAsync(10, Token));
    }

    [Fact]
    public async Task Record_EndedBetweenArchiveAndDocument_LosesNothingAndCountsOnce()
    {
        var store = _database.Open();
        await store.RecordSpansAsync(EverySecond(0, 3_900), Token);
        var before = await Heads.Find(FilterDefinition<BsonDocument>.Empty).SingleAsync(Token);
        await store.RecordSpansAsync(EverySecond(3_900, 600), Token);
        Assert.NotEqual(0, await Segments.CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty, null, Token));

        // The archive is written, the document is not.
        await Heads.ReplaceOneAsync(FilterDefinition<BsonDocument>.Empty, before, (ReplaceOptions?)null, Token);
        Assert.Equal(3_900, (await ReadAsync(_database.Open())).Count(PacketOutcome.Stored));

        var next = _database.Open();
        await next.RecordSpansAsync(EverySecond(3_900, 700), Token);

        var partition = await ReadAsync(_database.Open());
        Assert.Equal(4_600, partition.Ranges.Count);
        Assert.Equal(4_600, partition.Count(PacketOutcome.Stored));
    }

    [Fact]
    public async Task Record_ProgramOfTheVersionBeforeWritesBelowTheArchive_IsJoinedAndTheArchiveDecides()
    {
        var store = _database.Open();
        await store.RecordSpansAsync(EverySecond(0, 5_000), Token);
        var head = await Heads.Find(FilterDefinition<BsonDocument>.Empty).SingleAsync(Token);
        var ranges = head["ranges"].AsBsonArray;
        ranges.Insert(0, new BsonDocument { { "first", 0L }, { "last", 5L }, { "outcome", "duplicate" } });
        var version = head["version"].AsInt32;
        var set = new BsonDocument("$set", new BsonDocument { { "topic", Topic }, { "partition", 0 }, { "version", version + 1 }, { "ranges", ranges } });
        await Heads.UpdateOneAsync(new BsonDocument { { "_id", head["_id"] }, { "version", version } }, set, null, Token);

        var partition = await ReadAsync(store);
        Assert.Equal(5_000, partition.Count(PacketOutcome.Stored));
        Assert.Equal(3, partition.Count(PacketOutcome.Duplicate));

        await store.RecordSpansAsync(EverySecond(5_000, 3_000), Token);
        partition = await ReadAsync(_database.Open());
        Assert.Equal((8_000, 3), (partition.Count(PacketOutcome.Stored), partition.Count(PacketOutcome.Duplicate)));
    }

    [Fact]
    public async Task Record_StoresThatTakeTurnsAtRandomOverALongAccount_EqualASetOfOffsets()
    {
        MongoStore[] stores = [_database.Open(), _database.Open()];
        var model = new Dictionary<long, PacketOutcome>();
        foreach (var span in EverySecond(0, 5_000))
            model[span.Range.First] = PacketOutcome.Stored;
        await stores[0].RecordSpansAsync(EverySecond(0, 5_000), Token);
        await Gen.Select(Gen.Int[0, 1], Gen.Int[0, 12_000], Gen.Int[1, 40], Gen.Int[0, 5]).Array[40].SampleAsync(
            async turns =>
            {
                foreach (var (who, first, count, outcome) in turns)
                {
                    var entries = Enumerable.Range(first, count).Select(offset => new LedgerEntry(StoreDocuments.Origin(offset), (PacketOutcome)outcome)).ToList();
                    await stores[who].RecordAsync(entries, Token);
                    foreach (var (origin, given, _) in entries)
                        model[origin.Offset] = model.TryGetValue(origin.Offset, out var known) && !GivesWay(known, given) ? known : given;
                }

                foreach (var store in stores)
                {
                    var found = (await ReadAsync(store)).Ranges.SelectMany(range => Enumerable.Range((int)range.First, (int)range.Count).Select(offset => ((long)offset, range.Outcome)));
                    Assert.Equal(model.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)), found);
                }
            },
            iter: 3,
            threads: 1,
            seed: "0001bOsZ7mAl");

        static bool GivesWay(PacketOutcome known, PacketOutcome other) =>
            known == PacketOutcome.DeadLettered ? other <= PacketOutcome.Rejected : known > PacketOutcome.DeadLettered && other <= PacketOutcome.DeadLettered;
    }

    [Fact]
    public async Task Record_RangesOfBillionsOfOffsets_TakeNoMoreDocumentsThanOthers()
    {
        var store = _database.Open();
        await store.RecordSpansAsync([.. Enumerable.Range(0, 5_000).Select(i => Span(i * 10_000_000_000L, (i * 10_000_000_000L) + 5_000_000_000L, PacketOutcome.Expired))], Token);
        Assert.InRange(await Segments.CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty, null, Token), 1, 3);
        Assert.Equal(5_000, (await ReadAsync(store)).Ranges.Count);
    }
}
