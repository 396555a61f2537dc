using Boom.Core.Matching;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Enricher.Stored;
using Boom.Simulation;
using Boom.Tests.AlertWorker;
using Boom.Tests.Inference;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher;

/// <summary>Stored alerts enriched again: which, what changes, what stays, how it goes on.</summary>
public sealed class StoredEnrichmentTests : IDisposable
{
    const int Alerts = 30;

    readonly StoreFixture _fixture = new();
    readonly TemporaryFolder _models = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _fixture.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task RunAsync_NetworkAddedLater_ScoresEveryAlert()
    {
        var candids = await EnrichedAsync();

        var account = await RunAsync(["tiny"]);

        Assert.Equal((Alerts, Alerts, 0L), (account.Read, account.Changed, account.PropertiesChanged));
        Assert.Equal((Alerts, Alerts, 0L), (account.Networks["tiny"].Scored, account.Networks["tiny"].Changed, account.Networks["tiny"].Without));
        Assert.All(await ReadAsync(candids), alert => Assert.InRange(alert["classifications"]["tiny"].AsDouble, 0, 1));
    }

    [Fact]
    public async Task RunAsync_PolicyLeavesAlertsOut_TellsWhyTheyHaveNoScore()
    {
        await EnrichedAsync();
        using var set = SurveyNetworks.Open(
            new ModelsOptions { Folder = Write("tiny", "1"), Networks = "tiny", Policies = { ["tiny"] = """{"candidate.fid": 1}""" } }, SurveyCatalog.Default[Survey.Ztf], 2, TimeProvider.System);
        using var enrichment = Create(set, Selection(), null, TimeProvider.System);
        var account = new StoredAccount();

        await enrichment.RunAsync(StoredEnrichment.Start, (part, _) => account.Add(part), Token);

        var tiny = account.Networks["tiny"];
        Assert.Equal(Alerts, tiny.Scored + tiny.Without);
        Assert.InRange(tiny.Without, 1, Alerts - 1);
        Assert.Equal([new KeyValuePair<string, long>("policy", tiny.Without)], tiny.Reasons);
    }

    [Fact]
    public async Task RunAsync_Again_ChangesNoByte()
    {
        var candids = await EnrichedAsync();
        await RunAsync(["tiny"]);
        var before = await ReadBytesAsync(candids);

        var account = await RunAsync(["tiny"]);

        Assert.Equal((0L, Alerts), (account.Changed, account.Unchanged));
        Assert.Equal(before, await ReadBytesAsync(candids));
    }

    [Fact]
    public async Task RunAsync_AlertsThatWaitForTheEnrichers_AreLeftToThem()
    {
        var candids = await IngestAsync();
        var before = await ReadBytesAsync(candids);

        var account = await RunAsync(["tiny"]);

        Assert.Equal((Alerts, Alerts), (account.Read, account.Waiting));
        Assert.Equal(before, await ReadBytesAsync(candids));
        Assert.Equal(Alerts, (await _fixture.Store.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 100, Token)).Count);
    }

    [Fact]
    public async Task RunAsync_OnlyMissing_TakesThoseWithoutAScoreOfThePresentVersion()
    {
        var candids = await EnrichedAsync();
        await RunAsync(["tiny"], selection: Selection(where: $$"""{"_id": {"$lte": {{candids[9]}} } }"""));

        var account = await RunAsync(["tiny"], selection: Selection() with { OnlyMissing = true });

        Assert.Equal((10L, Alerts - 10), (account.NotSelected, account.Changed));
    }

    [Fact]
    public async Task RunAsync_AnotherVersion_ReplacesScoreAndVersion()
    {
        var candids = await EnrichedAsync();
        await RunAsync(["tiny"]);

        var account = await RunAsync(["tiny"], version: "2", selection: Selection() with { OnlyMissing = true });

        Assert.Equal(Alerts, account.Networks["tiny"].Changed);
        Assert.All(await ReadAsync(candids), alert => Assert.Equal("2", alert["boom"]["enrichment"]["models"]["tiny"]["version"].AsString));
    }

    [Fact]
    public async Task RunAsync_PropertiesOfAnotherVersion_AreMadeAgain()
    {
        var candids = await EnrichedAsync();
        var set = new BsonDocument("properties", new BsonDocument("rock", "old"));
        var boom = (await ReadAsync([candids[3]]))[0]["boom"];
        await _fixture.Store.WriteEnrichmentsAsync(Survey.Ztf, [new(candids[3], set.Add("boom", boom).ToBson())], Token);

        var account = await RunAsync([]);

        Assert.Equal((1L, 1L, Alerts - 1L), (account.Changed, account.PropertiesChanged, account.Unchanged));
        Assert.True((await ReadAsync([candids[3]]))[0]["properties"]["rock"].IsBoolean);
    }

    [Fact]
    public async Task RunAsync_Objects_TakesTheirAlertsOnly()
    {
        var candids = await EnrichedAsync();
        var objects = (await ReadAsync(candids[..4])).Select(alert => alert["objectId"].AsString).Append("ZTF00nosuch").ToHashSet();

        var account = await RunAsync(["tiny"], selection: Selection() with { ObjectIds = [.. objects] });

        var scored = (await ReadAsync(candids)).Where(alert => alert.Contains("classifications")).ToList();
        Assert.Equal(account.Changed, scored.Count);
        Assert.Equal(objects.Where(name => name != "ZTF00nosuch").Order(), scored.Select(alert => alert["objectId"].AsString).Distinct().Order());
    }

    [Fact]
    public async Task RunAsync_Night_TakesItsAlertsOnly()
    {
        await EnrichedAsync();
        var ztf = SurveyCatalog.Default[Survey.Ztf];

        var night = await RunAsync(["tiny"], selection: new StoredSelection(AlertSpan.OfDate(ztf, new DateOnly(2026, 1, 1))));
        var next = await RunAsync(["tiny"], selection: new StoredSelection(AlertSpan.OfDate(ztf, new DateOnly(2026, 1, 2))));

        Assert.Equal((Alerts, 0L), (night.Read, next.Read));
    }

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
        var store = new CutShortStore(_fixture.Store) { UnheardEnrichments = 3 };
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
    public async Task RunAsync_ObjectWithMoreAlertsThanABatch_IsDoneBatchByBatch()
    {
        var candids = await EnrichedAsync();
        var alert = (await ReadAsync(candids)).GroupBy(alert => alert["objectId"].AsString).MaxBy(group => group.Count())!;
        using var set = Open(["tiny"], "1");
        using var enrichment = Create(set, Selection() with { ObjectIds = [alert.Key] }, null, TimeProvider.System, batchSize: 1);
        var account = new StoredAccount();

        await enrichment.RunAsync(StoredEnrichment.Start, (part, _) => account.Add(part), Token);

        Assert.True(alert.Count() > 1);
        Assert.Equal(alert.Count(), account.Changed);
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
        await _fixture.Store.WriteEnrichmentsAsync(Survey.Ztf, [new(candids[2], new BsonDocument { { "objectId", "ZTF00gone" }, { "boom", (await ReadAsync([candids[2]]))[0]["boom"] } }.ToBson())], Token);

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

    static StoredSelection Selection(string? where = null) => new(AlertSpan.All, Where: where is null ? null : MatchExpression.Parse(where));

    async Task<StoredAccount> RunAsync(
        string[] networks, string version = "1", StoredSelection? selection = null, double? rate = null, TimeProvider? time = null)
    {
        var account = new StoredAccount();
        using var set = Open(networks, version);
        using var enrichment = Create(set, selection ?? Selection(), rate, time ?? TimeProvider.System);
        await enrichment.RunAsync(StoredEnrichment.Start, (part, _) => account.Add(part), Token);
        return account;
    }

    async Task RunAsync(string[] networks, Action<StoredAccount, long> done, CancellationToken stop, long cursor = StoredEnrichment.Start)
    {
        using var set = Open(networks, "1");
        using var enrichment = Create(set, Selection(), null, TimeProvider.System);
        await enrichment.RunAsync(cursor, done, stop);
    }

    StoredEnrichment Create(
        SurveyNetworks networks, StoredSelection selection, double? rate, TimeProvider time, IAlertStore? store = null, int batchSize = 5) => new(
        SurveyCatalog.Default[Survey.Ztf], networks.Set, store ?? _fixture.Store, _fixture.Store, selection, "boom test", batchSize, rate, time);

    SurveyNetworks Open(string[] keys, string version)
    {
        foreach (var key in keys)
            Write(key, version);
        var networks = SurveyNetworks.Open(new ModelsOptions { Folder = _models.Path, Networks = string.Join(", ", keys) }, SurveyCatalog.Default[Survey.Ztf], 2, TimeProvider.System);
        Assert.Empty(networks.Problems);
        return networks;
    }

    // Answers the model folder.
    string Write(string key, string version)
    {
        File.WriteAllBytes(Path.Combine(_models.Path, $"{key}.onnx"), TinyNetwork.Build(channels: 2, size: 3, numbers: 3, weight: 1e-4f));
        var json = TinyModel.Json.Replace("tiny", key, StringComparison.Ordinal).Replace("\"version\": \"1\"", $"\"version\": \"{version}\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_models.Path, $"{key}.json"), json);
        return _models.Path;
    }

    async Task<List<long>> EnrichedAsync()
    {
        var candids = await IngestAsync();
        foreach (var candid in candids)
            await _fixture.EnrichAsync(candid);
        return candids;
    }

    // Ascending, as they are walked through.
    async Task<List<long>> IngestAsync()
    {
        var packets = new SimulatedNight(new SimulationOptions { Alerts = Alerts, Seed = 3 }).Packets().ToArray();
        await _fixture.IngestAsync([.. packets.Select(packet => packet.ToArray())]);
        return [.. packets.Select(packet => packet.Candid).Order()];
    }

    async Task<List<string>> ReadBytesAsync(List<long> candids)
    {
        var documents = await _fixture.Store.ReadAlertsAsync(Survey.Ztf, candids, Token);
        return candids.ConvertAll(candid => Convert.ToHexString(documents[candid]));
    }

    async Task<List<BsonDocument>> ReadAsync(List<long> candids)
    {
        var documents = await _fixture.Store.ReadAlertsAsync(Survey.Ztf, candids, Token);
        return candids.ConvertAll(candid => StoreFixture.Parse(documents[candid]));
    }
}
