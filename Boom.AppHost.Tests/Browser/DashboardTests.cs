using System.Text.RegularExpressions;

namespace Boom.AppHost.Tests.Browser;

/// <summary>What an operator sees and does at the dashboard, in a browser.</summary>
public sealed class DashboardTests(WatchedSystem watched) : IClassFixture<WatchedSystem>
{
    static readonly Regex AllIsEnriched = new("alerts of ZTF: ([^;]+) stored; \\1 enriched");

    RunningSystem System => watched.System;

    [Fact]
    public Task Resources_AppRuns_AreAllRunningAndWell() => watched.VisitAsync(async dashboard =>
    {
        foreach (var name in (string[])["consumer-ztf", "enricher-ztf", "servers", "alertdb", "kafka", "valkey"])
            await dashboard.StateAsync(name, "Running");
        await dashboard.StateAsync("alert-worker-ztf", "Running", replicas: 2);
        await System.SettleAsync();
        await dashboard.StateAsync("player", "Finished");
        Assert.Equal(10, await dashboard.Resources.CountAsync());
        if (Environment.GetEnvironmentVariable("BOOM_DASHBOARD_PICTURE") is { Length: > 0 } path)
            await DrawAsync(dashboard, path);
    });

    [Fact]
    public Task Traces_BatchOfTheEnricher_LeadsToTheAlertWorkerAndTheConsumer() => watched.VisitAsync(async dashboard =>
    {
        await System.SettleAsync();
        await dashboard.OpenAsync("Traces");

        await dashboard.OpenTraceAsync("enrich alerts");
        await dashboard.FollowLinkAsync("alert-worker-ztf.*: store alerts");
        await dashboard.FollowLinkAsync("consumer-ztf: push packets");
    });

    [Fact]
    public Task StructuredLogs_AppRuns_HaveLinesOfEveryStage() => watched.VisitAsync(async dashboard =>
    {
        await dashboard.OpenAsync("Structured logs");

        await DashboardPage.SeenAsync(dashboard.Row("consumer-ztf Information .* Reading "));
        await DashboardPage.SeenAsync(dashboard.Row("alert-worker-ztf.* Information .* Alert worker ZTF 0 started"));
        await DashboardPage.SeenAsync(dashboard.Row("enricher-ztf Information .* Enricher ZTF 0 started"));
    });

    [Fact]
    public Task Repair_AnAlertHasLeftTheEnrichmentQueue_AuditShowsItAndRepairMendsIt() => watched.VisitAsync(async dashboard =>
    {
        var stored = await System.SettleAsync();
        await dashboard.StopAsync("enricher-ztf");
        await dashboard.AnswerAsync("player", "Play another night", ("Night", "20260401"), ("Alerts", "30"), ("Seed", "7"), ("Rate", "0"));
        await RunningSystem.UntilAsync(async () => (await System.CountAsync()).Alerts == stored + 30);
        await System.LoseOneAsync();
        await dashboard.StartAsync("enricher-ztf");
        await RunningSystem.UntilAsync(async () => (await System.CountAsync()).Enriched == stored + 29);

        await dashboard.RunAsync("operations", "Audit", new("1 alert is stored, not enriched, and not in the enrichment queue"));
        await dashboard.RunAsync("operations", "Repair", new("1 alert forwarded to the enricher"));
        await RunningSystem.UntilAsync(async () => (await System.CountAsync()).Enriched == stored + 30);
        await dashboard.RunAsync("operations", "Audit", AllIsEnriched);
    });

    // The picture of the documentation, while alerts flow.
    async Task DrawAsync(DashboardPage dashboard, string path)
    {
        await System.BeginPlayAsync(600, packetsPerSecond: 60);
        await dashboard.StateAsync("player", "Running");
        await dashboard.DrawAsync(path, width: 1500, height: 680);
    }
}
