using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Enricher.Stored;
using Boom.Tests.AlertWorker;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher;

/// <summary>Stored alerts enriched again: how it goes on after a stop or a fault, beside others, and in its time.</summary>
public sealed class StoredEnrichmentProgressTests : StoredEnrichmentCase
{
    [Fact]
    public async Task RunAsync_EndedAmid_GoesOnAndCountsNothingTwice()
    {
        var candids = await EnrichedAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var account = new StoredAccount();
        var cursor = StoredEnrichment.Start;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(["tiny"], Note(stop.Cancel), stop.Token));
        Assert.InRange(account.Read, 1, Alerts - 1);
        await RunAsync(["tiny"], Note(() => { }), Token, cursor);

        Assert.Equal((Alerts, Alerts), (account.Read, account.Changed));
        Assert.All(await ReadAsync(candids), alert => Assert.True(alert.Contains("classifications")));

        Action<StoredAccount, long> Note(Action then) => (part, place) =>
        {
            account.Add(part);
            cursor = place;
            then();
        };
    }

    [Fact]
    public async Task RunAsync_StoreGoesAwayWithItsAnswer_WhatWasWrittenCountsAsChanged()
    {
        await EnrichedAsync();
        var store = new CutShortStore(Store) { UnheardEnrichments = 3 };
        using var set = Open(["tiny"], "1");
        using var enrichment = Create(set, Selection(), null, TimeProvider.System, store);
        var account = new StoredAccount();
        var cursor = StoredEnrichment.Start;
        var faults = 0;

        for (var isDone = false; !isDone;)
        {
            try
            {
                await enrichment.RunAsync(cursor, Note, Token);
                isDone = true;
            }
            catch (TransientFaultException)
            {
                faults++;
            }
        }

        Assert.InRange(faults, 1, 3);
        Assert.Equal((Alerts, Alerts, 0L), (account.Read, account.Changed, account.Unchanged));
        Assert.Equal(Alerts, account.Networks["tiny"].Changed);

        void Note(StoredAccount part, long place) => (account, cursor) = (account.Add(part), place);
    }

    [Fact]
    public async Task RunAsync_TwoAtOnceWithDifferentNetworks_UndoNoScoreOfEachOther()
    {
        var candids = await EnrichedAsync();

        await Task.WhenAll(RunAsync(["tiny"]), RunAsync(["late"]), RunAsync(["third"]));

        Assert.All(await ReadAsync(candids), alert => Assert.Equal(["late", "third", "tiny"], alert["classifications"].AsBsonDocument.Names.Order()));
    }

    [Fact]
    public async Task RunAsync_AlertThatCannotBeEnriched_IsToldAndTheOthersAre()
    {
        var candids = await EnrichedAsync();
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(candids[2], new BsonDocument { { "objectId", "ZTF00gone" }, { "boom", (await ReadAsync([candids[2]]))[0]["boom"] } }.ToBson())], Token);

        var account = await RunAsync(["tiny"]);

        Assert.Equal((1L, Alerts - 1L), (account.Failed, account.Changed));
        Assert.Contains($"alert {candids[2]}", Assert.Single(account.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Rate_TakesItsTime()
    {
        await EnrichedAsync();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var started = time.GetTimestamp();

        var run = RunAsync(["tiny"], rate: 3, time: time);
        while (!run.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }

        await run;
        Assert.True(time.GetElapsedTime(started) >= TimeSpan.FromSeconds(Alerts / 3));
    }
}
