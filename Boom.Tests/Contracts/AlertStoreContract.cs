using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <summary>What every store promises. A subclass gives the store; each test starts with an empty one.</summary>
public abstract partial class AlertStoreContract
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test.</summary>
    protected abstract IAlertStore Store { get; }

    /// <summary>The same store, for reading.</summary>
    protected abstract IAlertReader Reader { get; }

    /// <summary>Another store on the same data.</summary>
    protected abstract IAlertStore OpenAnother();

    /// <summary>Puts an object document in place as it is.</summary>
    protected abstract void ReplaceObject(string objectId, BsonDocument document);

    /// <summary>The document of an object as it is, and those of its pages.</summary>
    protected abstract (BsonDocument Head, BsonDocument[] Pages) ReadStored(string objectId);

    /// <summary>Takes the pages of all objects away.</summary>
    protected abstract void RemovePages();

    /// <summary>How many bytes of objects a call writes, and how many it reads.</summary>
    protected abstract Task<(long Written, long Read)> MeasureAsync(Func<Task> call);

    /// <summary>Makes every look-up of objects of a survey by position fail.</summary>
    protected abstract void BreakLookUps(Survey survey);

    /// <summary>Lets them work again.</summary>
    protected abstract void MendLookUps(Survey survey);

    protected static AlertBatch Batch(params AlertWrite[] alerts)
        => new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);

    protected async Task<BsonDocument> ReadObject(string objectId = "ZTF26aaaaaaa")
        => Parse((await Store.ReadObjectsAsync(Survey.Ztf, [objectId], Token))[objectId]);

    [Fact]
    public async Task WriteAsync_NewAlert_StoresDocumentsAndLedger()
    {
        var alert = Alert(1);
        Assert.Empty(await Store.WriteAsync(Batch(alert), Token));

        Assert.Equal(alert.AlertDocument.ToArray(), (await Store.ReadAlertsAsync(Survey.Ztf, [1, 2], Token)).Single().Value);
        Assert.Equal(alert.CutoutsDocument.ToArray(), await Reader.ReadCutoutsAsync(Survey.Ztf, 1, Token));
        var stored = await ReadObject();
        Assert.Equal("ZTF26aaaaaaa", stored["_id"].AsString);
        Assert.Equal([2461000.5], Jds(stored, "prv_candidates"));
        Assert.Empty(stored["prv_nondetections"].AsBsonArray);
        Assert.Equal(2461000.75, stored["created_at"].AsDouble);
        Assert.False(stored.Contains("version"));
        var partition = Assert.Single(await Store.ReadLedgerAsync(Topic, Token));
        Assert.Equal([new LedgerRange(1, 1, PacketOutcome.Stored)], partition.Ranges);
        Assert.Equal(new StoreCounts(1, 0, 1, 1, 0), await Reader.CountAsync(Survey.Ztf, Token));
    }

    [Fact]
    public async Task ReadCutoutsAsync_ManyAtOnce_AreThoseThatAreThere()
    {
        AlertWrite[] alerts = [Alert(1), Alert(2, "ZTF26bbbbbbb"), Alert(3) with { CutoutsDocument = default }];
        await Store.WriteAsync(Batch(alerts), Token);

        using var found = await Store.ReadCutoutsAsync(Survey.Ztf, [2, 3, 4, 1], Token);

        Assert.Equal([1, 2], found.Candids.Order());
        Assert.Equal(alerts[0].CutoutsDocument.ToArray(), found[1]!.Value.ToArray());
        Assert.Equal(alerts[1].CutoutsDocument.ToArray(), found[2]!.Value.ToArray());
        Assert.Equal(ReadOnlyMemory<byte>.Empty, found[3]);
    }

    [Fact]
    public async Task ReadCutoutsAsync_CompressedImages_AreAsTheyCame()
    {
        var image = new byte[28_800];
        "SIMPLE  ="u8.CopyTo(image);
        using var writer = new BsonWriter();
        var stored = CutoutsBson.Write(writer, 1, image, new byte[] { 1, 2, 3 }, default).ToArray();
        Assert.True(stored.Length < 3000);
        await Store.WriteAsync(Batch(Alert(1) with { CutoutsDocument = stored }), Token);

        var expected = new BsonDocument { { "_id", 1L }, { "cutoutScience", image }, { "cutoutTemplate", new byte[] { 1, 2, 3 } } }.ToBson();
        Assert.Equal(expected, await Reader.ReadCutoutsAsync(Survey.Ztf, 1, Token));
        using var many = await Store.ReadCutoutsAsync(Survey.Ztf, [1], Token);
        Assert.Equal(expected, many[1]!.Value.ToArray());
    }

    [Fact]
    public async Task ReadCutoutsAsync_DamagedFrame_IsADamagedDocument()
    {
        var stored = new BsonDocument { { "_id", 1L }, { "cutoutScience", new BsonBinaryData([0x28, 0xB5, 0x2F, 0xFD, 3], (BsonBinarySubType)0x80) } }.ToBson();
        await Store.WriteAsync(Batch(Alert(1) with { CutoutsDocument = stored }), Token);

        await Assert.ThrowsAsync<PermanentFaultException>(async () => await Reader.ReadCutoutsAsync(Survey.Ztf, 1, Token));
        using var many = await Store.ReadCutoutsAsync(Survey.Ztf, [1], Token);
        Assert.Equal([1], many.Candids);
        Assert.Null(many[1]);
    }

    [Fact]
    public async Task ReadCutoutsAsync_NothingAskedOrStored_IsEmpty()
    {
        Assert.Empty((await Store.ReadCutoutsAsync(Survey.Ztf, [], Token)).Candids);
        Assert.Empty((await Store.ReadCutoutsAsync(Survey.Ztf, [1], Token)).Candids);
    }

    [Fact]
    public async Task WriteAsync_SameBatchAgain_ChangesNoByte()
    {
        var batch = Batch(Alert(1), Alert(2, "ZTF26bbbbbbb"), Alert(3));
        await Store.WriteAsync(batch, Token);
        var before = await ReadEverything();
        Assert.Empty(await Store.WriteAsync(batch, Token));
        Assert.Equal(before, await ReadEverything());
    }

    [Fact]
    public async Task WriteAsync_SameCandidWithOtherContent_LeavesTheStoredOne()
    {
        await Store.WriteAsync(Batch(Alert(1)), Token);
        var before = await ReadEverything();
        await Store.WriteAsync(Batch(Alert(1, magpsf: 5, jd: 2461009.5)), Token);
        Assert.Equal(before, await ReadEverything());
    }

    [Fact]
    public async Task WriteAsync_SameCandidTwiceInABatch_StoresTheFirst()
    {
        await Store.WriteAsync(Batch(Alert(1, offset: 1), Alert(1, jd: 2461009.5, offset: 2)), Token);
        var stored = await ReadObject();
        Assert.Equal([2461000.5], Jds(stored, "prv_candidates"));
        Assert.Equal(1, (await Reader.CountAsync(Survey.Ztf, Token)).Alerts);
    }

    [Fact]
    public async Task WriteAsync_AnotherPacketWasFirst_RecordsADuplicate()
    {
        // Two workers that looked before either wrote.
        await Store.WriteAsync(Batch(Alert(1, offset: 1)), Token);
        await Store.WriteAsync(Batch(Alert(1, offset: 2), Alert(2, "ZTF26bbbbbbb", offset: 3)), Token);

        var partition = Assert.Single(await Store.ReadLedgerAsync(Topic, Token));
        Assert.Equal(
            [new LedgerRange(1, 1, PacketOutcome.Stored), new(2, 2, PacketOutcome.Duplicate), new(3, 3, PacketOutcome.Stored)], partition.Ranges);
    }

    [Fact]
    public async Task WriteAsync_NoCutouts_StoresNone()
    {
        await Store.WriteAsync(Batch(Alert(1) with { CutoutsDocument = default }), Token);
        Assert.Null(await Reader.ReadCutoutsAsync(Survey.Ztf, 1, Token));
        Assert.Equal(0, (await Reader.CountAsync(Survey.Ztf, Token)).Cutouts);
    }

    [Fact]
    public async Task WriteAsync_ObjectOverTheLimit_RefusesThatAlertOnly()
    {
        var huge = Alert(2, arrays: [ArrayOf("prv_candidates", [new(2461001.5, false, Padding(17 << 20))])]);
        var failure = Assert.Single(await Store.WriteAsync(Batch(Alert(1), huge, Alert(3, jd: 2461002.5), Alert(4, "ZTF26bbbbbbb")), Token));

        Assert.Equal(2, failure.Candid);
        Assert.Equal(huge.Origin, failure.Origin);
        Assert.Equal([1, 3, 4], (await Store.FindAlertsAsync(Survey.Ztf, [1, 2, 3, 4], Token)).Keys.Order());
        var stored = await ReadObject();
        Assert.Equal([2461000.5, 2461002.5], Jds(stored, "prv_candidates"));
        Assert.Null(await Reader.ReadCutoutsAsync(Survey.Ztf, 2, Token));
        var ledger = Assert.Single(await Store.ReadLedgerAsync(Topic, Token));
        Assert.False(ledger.Contains(2));
        Assert.Equal(3, ledger.Count(PacketOutcome.Stored));
    }

    [Fact]
    public async Task FindAlertsAsync_Stages_TellsHowFarEachHasCome()
    {
        Assert.Empty(await Store.FindAlertsAsync(Survey.Ztf, [1], Token));
        await Store.WriteAsync(Batch(Alert(1), Alert(2)), Token);
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(2, new BsonDocument("x", 1).ToBson())], Token);
        var states = await Store.FindAlertsAsync(Survey.Ztf, [1, 2, 3], Token);
        Assert.Equal(2, states.Count);
        Assert.Equal(AlertState.Stored, states[1].State);
        Assert.Equal(AlertState.Enriched, states[2].State);
        Assert.Empty(await Store.FindAlertsAsync(Survey.Lsst, [1, 2], Token));
    }

    [Fact]
    public async Task WriteEnrichmentsAsync_Fields_ReplaceOrJoin()
    {
        await Store.WriteAsync(Batch(Alert(1)), Token);
        var set = new BsonDocument { { "objectId", "other" }, { "properties", new BsonDocument("rock", true) } };
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(1, set.ToBson()), new(99, set.ToBson())], Token);

        var document = Parse((await Store.ReadAlertsAsync(Survey.Ztf, [1], Token))[1]);
        Assert.Equal(["_id", "objectId", "candidate", "coordinates", "boom", "properties"], document.Names);
        Assert.Equal("other", document["objectId"].AsString);
        Assert.True(document["properties"]["rock"].AsBoolean);
        Assert.Equal(new StoreCounts(1, 1, 1, 1, 0), await Reader.CountAsync(Survey.Ztf, Token));
    }

    [Fact]
    public async Task WriteEnrichmentsAsync_SomebodyElseWroteMeanwhile_LeavesWhatHeWrote()
    {
        await Store.WriteAsync(Batch(Alert(1), Alert(2)), Token);
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(1, Enriched("first", 1000)), new(2, Enriched("first", 1000))], Token);
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(1, Enriched("other", 2000))], Token);

        var found = await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(1, Enriched("mine", 3000), ReadAtMs: 1000), new(2, Enriched("mine", 3000), ReadAtMs: 1000)], Token);

        var documents = await Store.ReadAlertsAsync(Survey.Ztf, [1, 2], Token);
        Assert.Equal(["other", "mine"], new[] { documents[1], documents[2] }.Select(document => Parse(document)["by"].AsString));
        Assert.Equal(1, found);
        Assert.Equal(2, (await Reader.CountAsync(Survey.Ztf, Token)).Enriched);

        static byte[] Enriched(string by, long atMs) => new BsonDocument
        {
            { "by", by }, { "boom", new BsonDocument("enrichment", new BsonDocument("enriched_at", new BsonDateTime(atMs))) },
        }.ToBson();
    }

    [Fact]
    public async Task WriteAsync_TwoStoresAtOnce_LoseNothing()
    {
        var other = OpenAnother();
        var tasks = Enumerable.Range(0, 8).Select(task => Task.Run(async () =>
        {
            var store = task % 2 == 0 ? Store : other;
            for (var i = 0; i < 25; i++)
            {
                var candid = (task * 25) + i;
                await store.WriteAsync(Batch(Alert(candid, jd: 2461000.5 + candid)), Token);
            }
        }));
        await Task.WhenAll(tasks);

        var stored = await ReadObject();
        Assert.Equal(Enumerable.Range(0, 200).Select(candid => 2461000.5 + candid), Jds(stored, "prv_candidates"));
        Assert.Equal(199, stored["version"].AsInt32);
        Assert.Equal([new LedgerRange(0, 199, PacketOutcome.Stored)], (await Store.ReadLedgerAsync(null, Token)).Single().Ranges);
    }

    async Task<string> ReadEverything()
    {
        long[] candids = [1, 2, 3, 4, 5];
        string[] objects = ["ZTF26aaaaaaa", "ZTF26bbbbbbb"];
        var parts = new List<string>();
        foreach (var (candid, document) in (await Store.ReadAlertsAsync(Survey.Ztf, candids, Token)).OrderBy(pair => pair.Key))
        {
            var cutouts = await Reader.ReadCutoutsAsync(Survey.Ztf, candid, Token) ?? [];
            parts.Add($"{candid} {Convert.ToHexString(document)} {Convert.ToHexString(cutouts)}");
        }

        foreach (var (objectId, document) in (await Store.ReadObjectsAsync(Survey.Ztf, objects, Token)).OrderBy(pair => pair.Key))
            parts.Add($"{objectId} {Convert.ToHexString(document)}");
        foreach (var partition in await Store.ReadLedgerAsync(null, Token))
            parts.Add($"{partition.Topic} {partition.Partition} {string.Join(' ', partition.Ranges)}");
        parts.Add((await Reader.CountAsync(Survey.Ztf, Token)).ToString());
        return string.Join('\n', parts);
    }
}
