using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Enricher.Stored;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher;

/// <summary>Stored alerts enriched again: what changes, and what stays.</summary>
public sealed class StoredEnrichmentTests : StoredEnrichmentCase
{
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
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(candids[3], set.Add("boom", boom).ToBson())], Token);

        var account = await RunAsync([]);

        Assert.Equal((1L, 1L, Alerts - 1L), (account.Changed, account.PropertiesChanged, account.Unchanged));
        Assert.True((await ReadAsync([candids[3]]))[0]["properties"]["rock"].IsBoolean);
    }
}
