using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests;

/// <summary>What an operator does at the dashboard, and what goes wrong meanwhile.</summary>
public sealed class RunTests(RunningSystem system) : IClassFixture<RunningSystem>
{
    [Fact]
    public async Task Run_AnAlertWorkerIsKilledAmid_EveryPacketIsStoredEnrichedAndAccountedFor()
    {
        await RunningSystem.UntilAsync(async () => (await system.CountAsync()).Alerts > RunningSystem.Alerts / 4);
        await system.KillAsync("alert-worker-ztf");
        var stored = await system.SettleAsync();

        var audit = await system.ExecuteAsync("operations", "audit");

        Assert.True(audit.Success, Text(audit));
        Assert.Contains($"{stored} in, {stored} accounted for", Text(audit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PauseIntake_AnotherNightIsPlayed_ComesInAfterResume()
    {
        var stored = await system.SettleAsync();

        var pause = await system.ExecuteAsync("consumer-ztf", "pause-intake", ("reason", "disk check"));
        await system.HealthAsync("consumer-ztf", "(disk check)");
        await system.PlayAsync(40);
        var paused = await system.CountAsync();
        var resume = await system.ExecuteAsync("consumer-ztf", "resume-intake");
        await RunningSystem.UntilAsync(async () => await system.CountAsync() == (stored + 40, stored + 40));

        Assert.True(pause.Success, Text(pause));
        Assert.Equal((stored, stored), paused);
        Assert.True(resume.Success, Text(resume));
        await system.HealthAsync("consumer-ztf", "(disk check)", isSaid: false);
    }

    [Fact]
    public async Task Repair_AnAlertHasLeftTheEnrichmentQueue_AuditShowsItAndRepairMendsIt()
    {
        var stored = await system.SettleAsync();
        await system.SwitchAsync("enricher-ztf", on: false);
        await system.PlayAsync(30);
        await RunningSystem.UntilAsync(async () => (await system.CountAsync()).Alerts == stored + 30);
        await system.LoseOneAsync();
        await system.SwitchAsync("enricher-ztf", on: true);
        await RunningSystem.UntilAsync(async () => (await system.CountAsync()).Enriched == stored + 29);

        var before = await system.ExecuteAsync("operations", "audit");
        var repair = await system.ExecuteAsync("operations", "repair");
        await RunningSystem.UntilAsync(async () => (await system.CountAsync()).Enriched == stored + 30);
        var after = await system.ExecuteAsync("operations", "audit");

        Assert.False(before.Success);
        Assert.Contains("1 alert is stored, not enriched, and not in the enrichment queue", Text(before), StringComparison.Ordinal);
        Assert.Contains("1 alert forwarded to the enricher", Text(repair), StringComparison.Ordinal);
        Assert.True(after.Success, Text(after));
    }

    [Fact]
    public async Task Servers_AreStoppedAndStartedAmidAPlay_AreMissedByNameAndNothingIsLost()
    {
        var stored = await system.SettleAsync();
        await system.BeginPlayAsync(60, packetsPerSecond: 20);
        await RunningSystem.UntilAsync(async () => (await system.CountAsync()).Alerts > stored + 10);

        await system.SwitchAsync("servers", on: false);
        await system.HealthAsync("alert-worker-ztf", "queue server does not answer");
        await system.SwitchAsync("servers", on: true);

        Assert.Equal(0, await system.EndAsync("player"));
        await RunningSystem.UntilAsync(async () => await system.CountAsync() == (stored + 60, stored + 60));
        var audit = await system.ExecuteAsync("operations", "audit");
        Assert.True(audit.Success, Text(audit));
    }

    [Fact]
    public async Task Player_IsStoppedAndStartedAmidAPlay_GoesOnWhereItWas()
    {
        var stored = await system.SettleAsync();
        await system.BeginPlayAsync(60, packetsPerSecond: 20);
        await RunningSystem.UntilAsync(async () => (await system.CountAsync()).Alerts > stored + 10);

        await system.SwitchAsync("player", on: false);
        var amid = (await system.CountAsync()).Alerts;
        await system.SwitchAsync("player", on: true);
        Assert.Equal(0, await system.EndAsync("player"));

        await RunningSystem.UntilAsync(async () => await system.CountAsync() == (stored + 60, stored + 60));
        Assert.True(amid < stored + 60, "it was not stopped amid the play");
    }

    [Theory]
    [InlineData("alerts", "0")]
    [InlineData("alerts", "many")]
    [InlineData("night", "20261301")]
    [InlineData("rate", "-1")]
    [InlineData("seed", "99999999999999999999")]
    public async Task PlayAnotherNight_WrongAnswer_IsRefusedWithItsName(string name, string value)
    {
        (string Name, string Value)[] answers = [("night", "20260301"), ("alerts", "10"), ("seed", "3"), ("rate", "0")];

        var answer = await system.ExecuteAsync("player", "play-another-night", [.. answers.Where(known => known.Name != name), (name, value)]);

        Assert.False(answer.Success);
    }

    static string Text(ExecuteCommandResult result) => $"{result.Data?.Value} {result.Message}";
}
