using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>Alerts that go back to the enrichers for scores.</content>
public abstract partial class AlertStoreContract
{
    const long SentBackAtMs = 1_767_225_600_123;

    [Fact]
    public async Task SendBackAsync_AsItWasRead_WaitsForTheEnrichersAndKeepsTheRest()
    {
        await AddEnrichedAsync();
        var before = await Reader.CountAsync(Survey.Ztf, Token);

        var found = await Store.SendBackAsync(Survey.Ztf, [new(1, 1000, SentBackAtMs)], Token);

        Assert.Equal(1, found);
        Assert.Equal([1], await Store.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 10, Token));
        var states = await Store.FindAlertsAsync(Survey.Ztf, [1, 2], Token);
        Assert.Equal((AlertState.Stored, AlertState.Enriched), (states[1].State, states[2].State));
        Assert.Equal(before with { Enriched = 1 }, await Reader.CountAsync(Survey.Ztf, Token));
        var document = (await Store.ReadAlertsAsync(Survey.Ztf, [1], Token))[1];
        Assert.True(AskedScores.IsSentBack(document));
        Assert.Empty(AskedScores.Missing(document));
        var alert = Parse(document);
        Assert.Equal(SentBackAtMs, alert["boom"]["sent_back_at"].AsBsonDateTime.MillisecondsSinceEpoch);
        Assert.Equal(new BsonDocument("models", NotAsked), alert["boom"]["enrichment"]);
        Assert.Equal(new BsonDocument("rock", false), alert["properties"]);
    }

    [Fact]
    public async Task SendBackAsync_WrittenMeanwhileOrSentBackBeforeOrNotThere_LeavesIt()
    {
        await AddEnrichedAsync();
        await Store.SendBackAsync(Survey.Ztf, [new(1, 1000, SentBackAtMs)], Token);
        var before = await Store.ReadAlertsAsync(Survey.Ztf, [1, 2], Token);

        var found = await OpenAnother().SendBackAsync(Survey.Ztf, [new(1, 1000, SentBackAtMs + 1), new(2, 999, SentBackAtMs), new(99, 1000, SentBackAtMs)], Token);

        Assert.Equal(0, found);
        var after = await Store.ReadAlertsAsync(Survey.Ztf, [1, 2], Token);
        Assert.Equal(before[1], after[1]);
        Assert.Equal(before[2], after[2]);
        Assert.Equal(1, (await Reader.CountAsync(Survey.Ztf, Token)).Enriched);
    }

    [Fact]
    public async Task SendBackAsync_EnrichedAgain_CountsOnce()
    {
        await AddEnrichedAsync();
        await Store.SendBackAsync(Survey.Ztf, [new(1, 1000, SentBackAtMs), new(1, 1000, SentBackAtMs)], Token);
        var boom = Parse((await Store.ReadAlertsAsync(Survey.Ztf, [1], Token))[1])["boom"].AsBsonDocument;
        boom["enrichment"].AsBsonDocument["enriched_at"] = new BsonDateTime(5000);

        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(1, new BsonDocument("boom", boom).ToBson())], Token);

        Assert.Empty(await Store.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 10, Token));
        Assert.Equal(2, (await Reader.CountAsync(Survey.Ztf, Token)).Enriched);
        Assert.True(AskedScores.IsSentBack((await Store.ReadAlertsAsync(Survey.Ztf, [1], Token))[1]));
    }

    static BsonDocument NotAsked => new("btsbot", new BsonDocument("skipped", AskedScores.NotAsked));

    async Task AddEnrichedAsync()
    {
        await Store.WriteAsync(Batch(Alert(1), Alert(2)), Token);
        foreach (var candid in (long[])[1, 2])
        {
            var boom = Parse((await Store.ReadAlertsAsync(Survey.Ztf, [candid], Token))[candid])["boom"].AsBsonDocument;
            boom["enrichment"] = new BsonDocument { { "enriched_at", new BsonDateTime(1000) }, { "models", NotAsked } };
            await Store.WriteEnrichmentsAsync(
                Survey.Ztf, [new(candid, new BsonDocument { { "properties", new BsonDocument("rock", false) }, { "boom", boom } }.ToBson())], Token);
        }
    }
}
