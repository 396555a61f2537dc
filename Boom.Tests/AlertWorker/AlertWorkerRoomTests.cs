using Boom.AlertWorker;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting.Clients;
using Boom.Hosting.Stages;
using Boom.Tests.Contracts;
using Boom.Tests.Fakes;
using Boom.Tests.Storage.Sqlite;
using Boom.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Boom.Tests.AlertWorker.CandidSurvey;

namespace Boom.Tests.AlertWorker;

/// <summary>The alert workers of a program of their own, as its disk has no room.</summary>
public sealed class AlertWorkerRoomTests : IDisposable
{
    const int Packets = 40;

    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    readonly SqliteFolder _folder = new();
    readonly MemoryLeasedQueue _packets = new("packets", TimeProvider.System);
    readonly MemoryLeasedQueue _candids = new("candids", TimeProvider.System);
    readonly TemporaryFolder _cache = new();
    long _free;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_DiskHasNoRoom_StoresNothingAndGoesOnByItselfWithoutALoss()
    {
        using var store = _folder.Open();
        await using var provider = Build(store);
        await _packets.PushAsync([.. Enumerable.Range(1, Packets).Select(i => Message(i, $"{i}").Message)], Token);
        var worker = Assert.Single(provider.GetServices<IHostedService>());

        await worker.StartAsync(Token);
        await UntilAsync(() => ValueTask.FromResult(Pulses(provider).Any(pulse => pulse.IsForcedToPause)));
        var (waiting, stored) = ((await _packets.GetStatusAsync(Token)).Ready, (await store.CountAsync(Survey.Ztf, Token)).Alerts);
        var reason = Pulses(provider).First(pulse => pulse.IsForcedToPause).Pause;
        Volatile.Write(ref _free, 5_000);
        await UntilAsync(async () => (await _packets.GetStatusAsync(Token)).Ready == 0 && (await store.CountAsync(Survey.Ztf, Token)).Alerts == Packets);
        await UntilAsync(() => ValueTask.FromResult(!Pulses(provider).Any(pulse => pulse.IsForcedToPause)));
        await worker.StopAsync(Token);

        Assert.Equal((Packets, 0), (waiting, stored));
        Assert.Contains("(/data)", reason, StringComparison.Ordinal);
        Assert.Equal(Packets, (await _candids.GetStatusAsync(Token)).Ready);
        Assert.Empty(await store.ListDeadLettersAsync(10, Token));
        Assert.Equal(new LedgerRange(1, Packets, PacketOutcome.Stored), Assert.Single(Assert.Single(await store.ReadLedgerAsync(StoreDocuments.Topic, Token)).Ranges));
    }

    [Fact]
    public async Task Run_DiskIsFullInTheMiddle_KeepsWhatItHasStoredAndLosesNothing()
    {
        Volatile.Write(ref _free, 5_000);
        using var store = _folder.Open();
        await using var provider = Build(store);
        var worker = Assert.Single(provider.GetServices<IHostedService>());
        await worker.StartAsync(Token);
        await _packets.PushAsync([Message(1, "1").Message], Token);
        await UntilAsync(async () => (await store.CountAsync(Survey.Ztf, Token)).Alerts == 1);

        Volatile.Write(ref _free, 0);
        await UntilAsync(() => ValueTask.FromResult(Pulses(provider).All(pulse => pulse.IsForcedToPause)));
        await _packets.PushAsync([.. Enumerable.Range(2, Packets - 1).Select(i => Message(i, $"{i}").Message)], Token);
        await UntilAsync(async () => (await _packets.GetStatusAsync(Token)).Ready == Packets - 1);
        Assert.Equal(1, (await store.CountAsync(Survey.Ztf, Token)).Alerts);
        Volatile.Write(ref _free, 5_000);
        await UntilAsync(async () => (await store.CountAsync(Survey.Ztf, Token)).Alerts == Packets);
        await worker.StopAsync(Token);

        Assert.Empty(await store.ListDeadLettersAsync(10, Token));
    }

    ServiceProvider Build(IAlertStore store)
    {
        var room = new StorageRoom(1_000, [new("store", "/data")], _ => (Volatile.Read(ref _free), 10_000), TimeProvider.System);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("AlertWorker:BatchSize", "7"), new("AlertWorker:PollInterval", "00:00:00.1"), new("Catalogs:Folder", _cache.Path), new("Registry:Enabled", "false"),
            new("Registry:CacheFolder", _cache.Path),
        ]).Build();
        return new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(store)
            .AddSingleton(room)
            .AddSingleton<Func<string, ILeasedQueue>>(_ => name => name == QueueNames.Packets(Survey.Ztf) ? _packets : _candids)
            .AddSingleton(new SurveyCatalog([new CandidSurvey()]))
            .AddStages(configuration, [Survey.Ztf], new AlertWorkerStage())
            .BuildServiceProvider();
    }

    static IEnumerable<StagePulse> Pulses(IServiceProvider provider) =>
        provider.GetRequiredService<StagePulses>().All.Where(pulse => pulse.Name.StartsWith("alert-worker", StringComparison.Ordinal));

    static async Task UntilAsync(Func<ValueTask<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeLimit);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
    }
}
