using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Core.Surveys;
using CsCheck;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>The ledger and the dead letters.</content>
public abstract partial class AlertStoreContract
{
    static DeadLetter Letter(long offset, string stage = "alert", long atMs = 1000, long? candid = null) => new(
        DeadLetter.IdOf(stage, Origin(offset), candid), Survey.Ztf, stage, "avro", "The packet ends early.", 3, Origin(offset), candid, null, atMs,
        new byte[] { 1, 2, 3 });

    static LedgerEntry Entry(long offset, PacketOutcome outcome, int partition = 0) => new(Origin(offset, partition), outcome);

    [Fact]
    public async Task Ledger_RandomBatches_EqualASetOfOffsets()
    {
        var entry = Gen.Select(
            Gen.Int[0, 1], Gen.Int[0, 40], Gen.Int[0, 5], (partition, offset, outcome) => (partition, offset, (PacketOutcome)outcome));
        var trial = 0;
        await Gen.Select(entry.Array[1, 25], (entries) => entries).Array[1, 12].SampleAsync(
            async batches =>
            {
                var topic = $"topic{Interlocked.Increment(ref trial)}";
                var model = new SortedDictionary<(int, long), PacketOutcome>();
                foreach (var batch in batches)
                {
                    await Store.RecordAsync([.. batch.Select(e => new LedgerEntry(Origin(e.offset, e.partition, topic), e.Item3))], Token);
                    foreach (var (partition, offset, outcome) in batch)
                    {
                        if (!model.TryGetValue((partition, offset), out var first) || GivesWay(first, outcome))
                            model[(partition, offset)] = outcome;
                    }
                }

                var stored = await Store.ReadLedgerAsync(topic, Token);
                var offsets = stored.SelectMany(partition => partition.Ranges.SelectMany(range => Enumerable
                    .Range((int)range.First, (int)range.Count).Select(offset => ((partition.Partition, (long)offset), range.Outcome))));
                Assert.Equal(model.Select(pair => (pair.Key, pair.Value)), offsets);
                Assert.All(stored, AssertCoalesced);
            },
            iter: 100,
            threads: 1,
            seed: "0001bOsZ7mAl");
    }

    static bool GivesWay(PacketOutcome known, PacketOutcome other) =>
        known == PacketOutcome.DeadLettered ? other <= PacketOutcome.Rejected : known > PacketOutcome.DeadLettered && other <= PacketOutcome.DeadLettered;

    [Fact]
    public async Task RecordSpans_AmongPackets_FillsTheGapsAndLeavesThePackets()
    {
        await Store.RecordAsync([Entry(3, PacketOutcome.Stored), Entry(7, PacketOutcome.DeadLettered)], Token);

        await Store.RecordSpansAsync([new(Topic, 0, new(0, 1_000_000_000, PacketOutcome.Expired))], Token);
        await Store.RecordAsync([Entry(5, PacketOutcome.Stored)], Token);

        var partition = Assert.Single(await Store.ReadLedgerAsync(Topic, Token));
        Assert.Equal(2, partition.Count(PacketOutcome.Stored));
        Assert.Equal(1, partition.Count(PacketOutcome.DeadLettered));
        Assert.Equal(1_000_000_001 - 3, partition.Count(PacketOutcome.Expired));
    }

    [Fact]
    public async Task Record_WithFingerprints_KeepsThatOfTheHighestOffset()
    {
        await Store.RecordAsync([Entry(8, PacketOutcome.Stored) with { Fingerprint = ulong.MaxValue }, Entry(4, PacketOutcome.Stored)], Token);
        await Store.RecordAsync([Entry(6, PacketOutcome.Stored) with { Fingerprint = 6 }, Entry(9, PacketOutcome.Stored)], Token);

        var partition = Assert.Single(await Store.ReadLedgerAsync(Topic, Token));

        Assert.Equal(new PacketMark(8, Origin(8).TimestampMs, ulong.MaxValue), partition.LastPacket);
    }

    [Fact]
    public async Task Identify_Incarnations_EachHasItsOwnAccount()
    {
        var second = TopicIncarnation.NameOf(Topic, 2);
        await Store.RecordAsync([Entry(0, PacketOutcome.Stored) with { Fingerprint = 1 }], Token);
        await Store.IdentifyAsync(Topic, 0, "id-1", Token);
        await Store.IdentifyAsync(second, 0, "id-2", Token);
        await Store.RecordAsync([new(Origin(0, 0, Topic + "1"), PacketOutcome.Stored)], Token);

        var partitions = await Store.ReadLedgerAsync(Topic, Token);

        Assert.Equal([(Topic, "id-1"), (second, "id-2")], partitions.Select(partition => (partition.Topic, partition.TopicId)));
        Assert.Equal([1, 0], partitions.Select(partition => partition.Ranges.Count));
        Assert.NotNull(partitions[0].LastPacket);
    }

    static void AssertCoalesced(LedgerPartition partition)
    {
        for (var i = 1; i < partition.Ranges.Count; i++)
        {
            var (before, after) = (partition.Ranges[i - 1], partition.Ranges[i]);
            Assert.True(before.Last < after.First);
            Assert.False(before.Last + 1 == after.First && before.Outcome == after.Outcome, "neighbours of one outcome are two ranges");
        }
    }

    [Fact]
    public async Task ReadLedgerAsync_NoTopic_ReadsAllByTopicAndPartition()
    {
        await Store.RecordAsync(
            [
                new(Origin(0, 1, "b"), PacketOutcome.Stored),
                new(Origin(0, 0, "b"), PacketOutcome.Stored),
                new(Origin(7, 2, "a"), PacketOutcome.Rejected),
            ],
            Token);
        var all = await Store.ReadLedgerAsync(null, Token);
        Assert.Equal([("a", 2), ("b", 0), ("b", 1)], all.Select(partition => (partition.Topic, partition.Partition)));
        Assert.Single(await Store.ReadLedgerAsync("a", Token));
        Assert.Empty(await Store.ReadLedgerAsync("c", Token));
    }

    [Fact]
    public async Task DeadLetters_AddFindListRemove_RoundTrip()
    {
        var first = Letter(1, atMs: 1000);
        var second = Letter(2, "enrichment", 2000, candid: 77) with { ObjectId = "ZTF26aaaaaaa", Payload = default };
        await Store.AddDeadLettersAsync([first], Token);
        await Store.AddDeadLettersAsync([second, first with { Attempts = 9 }], Token);

        var listed = await Store.ListDeadLettersAsync(10, Token);
        Assert.Equal([second.Id, first.Id], listed.Select(letter => letter.Id));
        Assert.All(listed, letter => Assert.True(letter.Payload.IsEmpty));
        Assert.Single(await Store.ListDeadLettersAsync(1, Token));
        var found = await Store.FindDeadLetterAsync(first.Id, Token);
        Assert.Equal([1, 2, 3], found!.Payload.ToArray());
        Assert.Equal(first with { Attempts = 9, Payload = found.Payload }, found);
        Assert.Equal(second, (await Store.FindDeadLetterAsync(second.Id, Token))! with { Payload = default });
        Assert.Equal(2, (await Reader.CountAsync(Survey.Ztf, Token)).DeadLetters);

        Assert.True(await Store.RemoveDeadLetterAsync(first.Id, discard: false, Token));
        Assert.False(await Store.RemoveDeadLetterAsync(first.Id, discard: false, Token));
        Assert.Null(await Store.FindDeadLetterAsync(first.Id, Token));
    }

    [Theory]
    [InlineData("alert", true, PacketOutcome.Rejected)]
    [InlineData("alert", false, PacketOutcome.DeadLettered)]
    public async Task RemoveDeadLetterAsync_PacketsOwn_LedgerFollowsTheDiscard(string stage, bool discard, PacketOutcome expected)
    {
        await Store.WriteAsync(new(Survey.Ztf, [], [Entry(5, PacketOutcome.DeadLettered)], [Letter(5, stage)]), Token);
        await Store.RemoveDeadLetterAsync(Letter(5, stage).Id, discard, Token);
        Assert.Equal([new LedgerRange(5, 5, expected)], (await Store.ReadLedgerAsync(Topic, Token)).Single().Ranges);
    }

    [Fact]
    public async Task RemoveDeadLetterAsync_LaterStage_LeavesTheLedger()
    {
        await Store.WriteAsync(new(Survey.Ztf, [], [Entry(5, PacketOutcome.Stored)], [Letter(5, "enrichment")]), Token);
        await Store.RemoveDeadLetterAsync(Letter(5, "enrichment").Id, discard: true, Token);
        Assert.Equal([new LedgerRange(5, 5, PacketOutcome.Stored)], (await Store.ReadLedgerAsync(Topic, Token)).Single().Ranges);
    }

    [Theory]
    [InlineData(PacketOutcome.Stored)]
    [InlineData(PacketOutcome.Duplicate)]
    [InlineData(PacketOutcome.Rejected)]
    public async Task Ledger_ReplayOfADeadLetter_TakesItsPlaceAndRemovesIt(PacketOutcome outcome)
    {
        await Store.WriteAsync(
            new(
                Survey.Ztf,
                [],
                [Entry(4, PacketOutcome.DeadLettered), Entry(5, PacketOutcome.DeadLettered)],
                [Letter(4), Letter(5), Letter(5, "enrichment")]),
            Token);
        await Store.RecordAsync([Entry(5, outcome)], Token);
        Assert.Equal(
            [new LedgerRange(4, 4, PacketOutcome.DeadLettered), new LedgerRange(5, 5, outcome)],
            (await Store.ReadLedgerAsync(Topic, Token)).Single().Ranges);
        var left = await Store.ListDeadLettersAsync(10, Token);
        Assert.Equal([("alert", 4), ("enrichment", 5)], left.Select(letter => (letter.Stage, letter.Origin.Offset)).Order());
    }
}
