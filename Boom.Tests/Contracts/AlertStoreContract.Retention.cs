using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>What has been kept for long enough is removed.</content>
public abstract partial class AlertStoreContract
{
    static readonly DateTimeOffset Midnight = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task RemoveCutoutsAsync_OldAndEnriched_AreGoneAndNothingElse()
    {
        await StoreDays(1, 2, 3, 40);
        await EnrichDays(1, 3, 40);
        await WriteLast(99);

        var removed = await Sweep(Store.RemoveCutoutsAsync, day: 30);

        Assert.Equal(2, removed);
        using var left = await Store.ReadCutoutsAsync(Survey.Ztf, [1, 2, 3, 40, 99], Token);
        Assert.Equal([2, 40, 99], left.Candids.Order());
        Assert.Equal(5, (await Store.ReadAlertsAsync(Survey.Ztf, [1, 2, 3, 40, 99], Token)).Count);
        Assert.Null(await Reader.ReadCutoutsAsync(Survey.Ztf, 1, Token));
        Assert.Equal(3, (await Reader.CountAsync(Survey.Ztf, Token)).Cutouts);
    }

    [Fact]
    public async Task RemoveCutoutsAsync_EnrichedAfterTheSweep_GoWithALaterOne()
    {
        await StoreDays(1, 2);
        await WriteLast(99);
        await EnrichDays(2);
        Assert.Equal(1, await Sweep(Store.RemoveCutoutsAsync, day: 30));

        await Enrich(1, day: 1, enrichedDay: 35);

        Assert.Equal(1, await Sweep(Store.RemoveCutoutsAsync, day: 40));
        Assert.Equal(0, await Sweep(Store.RemoveCutoutsAsync, day: 40));
        using var left = await Store.ReadCutoutsAsync(Survey.Ztf, [1, 2, 99], Token);
        Assert.Equal([99], left.Candids);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task RemoveCutoutsAsync_ManyEnrichedAtOnce_AllGoWhateverTheBatch(int limit)
    {
        int[] days = [.. Enumerable.Range(1, 12)];
        await StoreDays(days);
        await WriteLast(99);
        foreach (var day in days)
            await Enrich(day, day, enrichedDay: 1 + (day / 6));

        Assert.Equal(12, await Sweep(Store.RemoveCutoutsAsync, day: 30, limit));
    }

    [Fact]
    public async Task RemoveCutoutsAsync_WaitingOnesFillABatch_ThoseBehindThemGo()
    {
        await StoreDays(1, 2, 3, 4, 5);
        await WriteLast(99);
        await EnrichDays(5);

        Assert.Equal(1, await Sweep(Store.RemoveCutoutsAsync, day: 30, limit: 2));
    }

    [Fact]
    public async Task RemoveCutoutsAsync_NextAlertComes_ItsCutoutsAreStored()
    {
        await StoreDays(1, 2);
        await EnrichDays(1, 2);
        await Sweep(Store.RemoveCutoutsAsync, day: 30);

        await WriteLast(99);

        using var found = await Store.ReadCutoutsAsync(Survey.Ztf, [99], Token);
        Assert.Equal(new byte[] { 1, 2, 3, 99 }, Parse(found[99]!.Value.ToArray())["cutoutScience"].AsByteArray);
    }

    [Fact]
    public async Task RemoveAlertsAsync_OldAndEnriched_AreGoneWithTheirCutoutsAndCounted()
    {
        await StoreDays(1, 2, 3, 40);
        await EnrichDays(1, 3, 40);
        await WriteLast(99);

        var removed = await Sweep(Store.RemoveAlertsAsync, day: 30, limit: 1);

        Assert.Equal(2, removed);
        Assert.Equal([2, 40, 99], (await Store.ReadAlertsAsync(Survey.Ztf, [1, 2, 3, 40, 99], Token)).Keys.Order());
        using var left = await Store.ReadCutoutsAsync(Survey.Ztf, [1, 2, 3, 40, 99], Token);
        Assert.Equal([2, 40, 99], left.Candids.Order());
        Assert.Equal(2, await OpenAnother().CountRemovedAlertsAsync(Survey.Ztf, Token));
        Assert.Equal(0, await Store.CountRemovedAlertsAsync(Survey.Lsst, Token));
        Assert.Equal(new StoreCounts(3, 1, 1, 3, 0), await Reader.CountAsync(Survey.Ztf, Token));
        Assert.Equal([2], (await Store.FindUnenrichedAsync(Survey.Ztf, 0, 100, Token)).Where(candid => candid != 99));
    }

    [Fact]
    public async Task RemoveAlertsAsync_LedgerAndObjects_StayAsTheyAre()
    {
        await StoreDays(1, 2);
        await EnrichDays(1, 2);
        var (ledger, before) = ((await Store.ReadLedgerAsync(Topic, Token)).Single(), await ReadObject());

        Assert.Equal(2, await Sweep(Store.RemoveAlertsAsync, day: 30));

        Assert.Equal(ledger.Ranges, (await Store.ReadLedgerAsync(Topic, Token)).Single().Ranges);
        Assert.Equal(before, await ReadObject());
    }

    [Fact]
    public async Task RemoveAlertsAsync_ComesAgainLater_IsStoredAndRemovedAgain()
    {
        await StoreDays(1);
        await EnrichDays(1);
        await Sweep(Store.RemoveAlertsAsync, day: 30);

        await StoreDays(1);
        Assert.Single(await Store.ReadAlertsAsync(Survey.Ztf, [1], Token));
        await EnrichDays(1);

        Assert.Equal(1, await Sweep(Store.RemoveAlertsAsync, day: 30));
        Assert.Equal(2, await Store.CountRemovedAlertsAsync(Survey.Ztf, Token));
    }

    [Fact]
    public async Task RemoveDeadLettersAsync_OldOnes_AreRejectedPackets()
    {
        await Store.AddDeadLettersAsync([Letter(1, DayOf(1)), Letter(2, DayOf(2)), Letter(3, DayOf(40)), Letter(4, DayOf(1)) with { Stage = DeadLetterStages.Enrichment }], Token);
        await Store.RecordAsync([.. new[] { 1L, 2, 3 }.Select(offset => new LedgerEntry(Origin(offset), PacketOutcome.DeadLettered))], Token);
        await Store.RecordAsync([new LedgerEntry(Origin(4), PacketOutcome.Stored)], Token);

        var removed = await Sweep(Store.RemoveDeadLettersAsync, day: 30, limit: 2);

        Assert.Equal(3, removed);
        Assert.Equal(Letter(3, DayOf(40)).Id, Assert.Single(await Store.ListDeadLettersAsync(10, Token)).Id);
        var partition = Assert.Single(await Store.ReadLedgerAsync(Topic, Token));
        Assert.Equal(
            [new LedgerRange(1, 2, PacketOutcome.Rejected), new LedgerRange(3, 3, PacketOutcome.DeadLettered), new LedgerRange(4, 4, PacketOutcome.Stored)], partition.Ranges);
    }

    [Fact]
    public async Task RemoveDeadLettersAsync_AnotherSurvey_KeepsItsOwn()
    {
        await Store.AddDeadLettersAsync([Letter(1, DayOf(1)) with { Survey = Survey.Lsst }], Token);

        Assert.Equal(0, await Sweep(Store.RemoveDeadLettersAsync, day: 30));
        Assert.Single(await Store.ListDeadLettersAsync(10, Token));
    }

    [Fact]
    public async Task TryTakeTurnAsync_TwoPrograms_TheSecondHasItWhenTheFirstHasLeftIt()
    {
        var (another, turn) = (OpenAnother(), TimeSpan.FromMinutes(10));

        Assert.True(await Store.TryTakeTurnAsync("a", Midnight, turn, Token));
        Assert.False(await another.TryTakeTurnAsync("b", Midnight.AddMinutes(9), turn, Token));
        Assert.True(await Store.TryTakeTurnAsync("a", Midnight.AddMinutes(9), turn, Token));
        Assert.False(await another.TryTakeTurnAsync("b", Midnight.AddMinutes(18), turn, Token));
        Assert.True(await another.TryTakeTurnAsync("b", Midnight.AddMinutes(19), turn, Token));
        Assert.False(await Store.TryTakeTurnAsync("a", Midnight.AddMinutes(20), turn, Token));
    }

    static DateTimeOffset DayOf(double day) => Midnight.AddDays(day);

    static DeadLetter Letter(long offset, DateTimeOffset at) => new(
        DeadLetter.IdOf(DeadLetterStages.Alert, Origin(offset)), Survey.Ztf, DeadLetterStages.Alert, "avro", "It ends early.", 1, Origin(offset), null, null, at.ToUnixTimeMilliseconds(), new byte[] { 1 });

    /// <summary>Stores an alert per day, at that time of storing, with the day as candid.</summary>
    async Task StoreDays(params int[] days)
    {
        foreach (var day in days)
            Assert.Empty(await Store.WriteAsync(Batch(StoredOn(day, day)), Token));
    }

    /// <summary>A store may keep the last cutouts of a survey.</summary>
    async Task WriteLast(long candid) => Assert.Empty(await Store.WriteAsync(Batch(StoredOn(candid, 100)), Token));

    static AlertWrite StoredOn(long candid, double day)
    {
        var alert = Alert(candid);
        var document = Parse(alert.AlertDocument.ToArray());
        document["boom"]["ingest"]["stored_at"] = new BsonDateTime(DayOf(day).ToUnixTimeMilliseconds());
        return alert with { AlertDocument = document.ToBson() };
    }

    async Task EnrichDays(params int[] days)
    {
        foreach (var day in days)
            await Enrich(day, day, day);
    }

    async Task Enrich(long candid, double day, double enrichedDay)
    {
        var boom = Parse(StoredOn(candid, day).AlertDocument.ToArray())["boom"].AsBsonDocument;
        boom.Add("enrichment", new BsonDocument("enriched_at", new BsonDateTime(DayOf(enrichedDay).ToUnixTimeMilliseconds())));
        Assert.Equal(1, await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(candid, new BsonDocument("boom", boom).ToBson())], Token));
    }

    static async Task<long> Sweep(
        Func<Survey, DateTimeOffset, string?, int, CancellationToken, ValueTask<RemovedBatch>> remove, double day, int limit = 100)
    {
        long removed = 0;
        string? cursor = null;
        for (var batches = 0; ; batches++)
        {
            Assert.True(batches < 100, "The sweep does not end.");
            (var count, cursor) = await remove(Survey.Ztf, DayOf(day), cursor, limit, Token);
            removed += count;
            if (cursor is null)
                return removed;
        }
    }
}
