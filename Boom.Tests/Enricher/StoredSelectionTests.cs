using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher.Stored;
using Xunit;

namespace Boom.Tests.Enricher;

/// <summary>Which stored alerts are enriched again.</summary>
public sealed class StoredSelectionTests : StoredEnrichmentCase
{
    [Fact]
    public async Task RunAsync_AlertsThatWaitForTheEnrichers_AreLeftToThem()
    {
        var candids = await IngestAsync();
        var before = await ReadBytesAsync(candids);

        var account = await RunAsync(["tiny"]);

        Assert.Equal((Alerts, Alerts), (account.Read, account.Waiting));
        Assert.Equal(before, await ReadBytesAsync(candids));
        Assert.Equal(Alerts, (await Store.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 100, Token)).Count);
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

        var night = await RunAsync(["tiny"], selection: new StoredSelection(AlertSpan.OfNight(ztf, new DateOnly(2026, 1, 1))));
        var next = await RunAsync(["tiny"], selection: new StoredSelection(AlertSpan.OfNight(ztf, new DateOnly(2026, 1, 2))));

        Assert.Equal((Alerts, 0L), (night.Read, next.Read));
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
}
