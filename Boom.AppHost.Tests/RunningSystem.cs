using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Messaging.Queues;
using Boom.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Boom.AppHost.Tests;

/// <summary>The app as it runs on a machine with nothing but the SDK: real programs on embedded servers, and 600 alerts that come in.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    /// <summary>Alerts of the first night.</summary>
    public const int Alerts = 600;

    readonly string _data = Directory.CreateTempSubdirectory("boom-app-").FullName;
    readonly bool _hasDashboard;
    IDistributedApplicationTestingBuilder? _builder;
    DistributedApplication? _app;
    int _night = 20260201;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    ResourceNotificationService Notifications => App.Services.GetRequiredService<ResourceNotificationService>();

    DistributedApplication App => _app ?? throw new InvalidOperationException("It has not been started.");

    public RunningSystem()
    {
    }

    internal RunningSystem(bool hasDashboard) => _hasDashboard = hasDashboard;

    public async ValueTask InitializeAsync()
    {
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Boom_AppHost>(
            new DistributedApplicationTestingBuilderOptions { EnableDashboard = _hasDashboard },
            ["--Boom:Servers=embedded", $"--Boom:Data={_data}", $"--Boom:Player:Alerts={Alerts}", "--Boom:Player:Rate=60",
             // What a killed worker had claimed is worked on again when its lease runs out.
             "--Boom:Surveys:0:Settings:AlertWorker__Lease=00:00:10",
             // What has left the queue is found by a repair alone.
             "--Boom:Surveys:0:Settings:Enricher__SweepInterval=01:00:00"], Token);
        if (_hasDashboard)
            AsForAUser(_builder);
        _app = await _builder.BuildAsync(Token);
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (_builder is not null)
            await _builder.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Alerts that are stored, and those that are enriched.</summary>
    public async Task<(long Alerts, long Enriched)> CountAsync()
    {
        var file = Path.Combine(_data, "boom.db");
        if (!File.Exists(file))
            return default;
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = file, CreateIfMissing = false, Recover = false });
        var counts = await store.CountAsync(Survey.Ztf, Token);
        return (counts.Alerts, counts.Enriched);
    }

    /// <summary>The address that lets a browser into the dashboard.</summary>
    public Task<Uri> DashboardAsync() => App.GetDashboardUrlAsync(Token);

    /// <summary>Takes an alert out of the enrichment queue, as if the queue server had lost it.</summary>
    public async Task LoseOneAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(await ConnectionAsync("valkey"));
        var queue = new ValkeyQueue(connection, QueueNames.Enrichment(Survey.Ztf), TimeProvider.System);
        var taken = Assert.Single(await queue.ClaimAsync(1, TimeSpan.FromMinutes(1), Token));
        await queue.SettleAsync([new Settlement(taken.Ticket, taken.Attempt, SettlementKind.Done)], Token);
    }

    /// <summary>Waits until the first night is stored and enriched, and what was played since.</summary>
    public async Task<long> SettleAsync()
    {
        await UntilAsync(async () => await CountAsync() is var (stored, enriched) && stored >= Alerts && stored == enriched);
        await EndAsync("player");
        return (await CountAsync()).Alerts;
    }

    /// <summary>Executes a command of a resource, with answers to its questions.</summary>
    public Task<ExecuteCommandResult> ExecuteAsync(string resource, string command, params (string Name, string Value)[] answers) =>
        App.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(
            resource, command,
            new InteractionInputCollection([.. answers.Select(answer => new InteractionInput { Name = answer.Name, Value = answer.Value, InputType = InputType.Text })]),
            Token);

    /// <summary>Plays a night of its own to its end.</summary>
    public async Task PlayAsync(int alerts)
    {
        await BeginPlayAsync(alerts, packetsPerSecond: 0);
        Assert.Equal(0, await EndAsync("player"));
    }

    /// <summary>Begins to play a night of its own.</summary>
    public async Task BeginPlayAsync(int alerts, int packetsPerSecond)
    {
        var answer = await ExecuteAsync(
            "player", "play-another-night", ("night", $"{_night++}"), ("alerts", $"{alerts}"), ("seed", $"{_night}"), ("rate", $"{packetsPerSecond}"));
        Assert.True(answer.Success, answer.Message);
    }

    /// <summary>The connection string of a server.</summary>
    public async Task<string> ConnectionAsync(string server) => (await App.GetConnectionStringAsync(server, Token))!;

    /// <summary>Waits for the end of a program; its exit code.</summary>
    public async Task<int?> EndAsync(string name) => (await Notifications.WaitForResourceAsync(
        name, known => known.Snapshot.ExitCode is not null && KnownResourceStates.TerminalStates.Contains(known.Snapshot.State?.Text), Token)).Snapshot.ExitCode;

    /// <summary>Waits until the health of a program says something, or says it no more.</summary>
    public Task HealthAsync(string name, string sentence, bool isSaid = true) => Notifications.WaitForResourceAsync(
        name,
        known => isSaid == known.Snapshot.HealthReports.Any(report => report.Description?.Contains(sentence, StringComparison.Ordinal) == true),
        Token);

    /// <summary>Stops or starts a program, and waits until it is so.</summary>
    public async Task SwitchAsync(string name, bool on)
    {
        var answer = await ExecuteAsync(name, on ? KnownResourceCommands.StartCommand : KnownResourceCommands.StopCommand);
        Assert.True(answer.Success, answer.Message);
        await Notifications.WaitForResourceAsync(
            name, known => on == (known.Snapshot.State?.Text == KnownResourceStates.Running), Token);
    }

    /// <summary>Kills one of the replicas of a program, as <c>kill -9</c> does.</summary>
    public async Task KillAsync(string name)
    {
        var known = await Notifications.WaitForResourceAsync(name, known => known.Snapshot.State?.Text == KnownResourceStates.Running, Token);
        var id = Assert.IsType<int>(known.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value);
        using var process = Process.GetProcessById(id);
        process.Kill(entireProcessTree: true);
    }

    // With a dashboard the test builder answers no question and lets nothing wait for a server that is slow to start.
    static void AsForAUser(IDistributedApplicationTestingBuilder builder)
    {
        builder.Configuration["ASPIRE_INTERACTIVITY_ENABLED"] = "true";
        builder.Services.Configure<ResourceNotificationServiceOptions>(options => options.DefaultWaitBehavior = WaitBehavior.WaitOnResourceUnavailable);
    }

    /// <summary>Waits until a condition holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
    }
}
