using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Boom.AppHost.Tests;

/// <summary>The app as it runs on a machine with nothing but the SDK: real programs on embedded servers.</summary>
public sealed class RunTests : IDisposable
{
    const int Alerts = 600;

    readonly string _data = Directory.CreateTempSubdirectory("boom-app-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Run_AnAlertWorkerIsKilledAmid_EveryPacketIsStoredAndEnriched()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Boom_AppHost>(
            ["--Boom:Servers=embedded", $"--Boom:Data={_data}", $"--Boom:Player:Alerts={Alerts}", "--Boom:Player:Rate=60",
             // What the killed worker had claimed is worked on again when its lease runs out.
             "--Boom:Surveys:0:Settings:AlertWorker__Lease=00:00:10"], Token);
        await using var app = await builder.BuildAsync(Token);
        await app.StartAsync(Token);
        await UntilAsync(async () => (await CountAsync()).Alerts > Alerts / 4);

        await KillAsync(app, "alert-worker-ztf");
        await UntilAsync(async () => await CountAsync() == (Alerts, Alerts));

        Assert.Equal(0, await RunAsync(app, "player"));
        await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync("audit", KnownResourceCommands.StartCommand, Token);
        Assert.Equal(0, await RunAsync(app, "audit"));
        await app.StopAsync(Token);
    }

    /// <summary>Waits for the end of a program; its exit code.</summary>
    static async Task<int?> RunAsync(DistributedApplication app, string name)
    {
        var notifications = app.Services.GetRequiredService<ResourceNotificationService>();
        return (await notifications.WaitForResourceAsync(
            name, known => known.Snapshot.ExitCode is not null && KnownResourceStates.TerminalStates.Contains(known.Snapshot.State?.Text), Token)).Snapshot.ExitCode;
    }

    /// <summary>Kills one of the replicas of a program, as <c>kill -9</c> does.</summary>
    static async Task KillAsync(DistributedApplication app, string name)
    {
        var known = await app.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceAsync(
            name, known => known.Snapshot.State?.Text == KnownResourceStates.Running, Token);
        var id = Assert.IsType<int>(known.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value);
        using var process = Process.GetProcessById(id);
        process.Kill(entireProcessTree: true);
    }

    async Task<(long Alerts, long Enriched)> CountAsync()
    {
        var file = Path.Combine(_data, "boom.db");
        if (!File.Exists(file))
            return default;
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = file, CreateIfMissing = false, Recover = false });
        var counts = await store.CountAsync(Survey.Ztf, Token);
        return (counts.Alerts, counts.Enriched);
    }

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
    }
}
