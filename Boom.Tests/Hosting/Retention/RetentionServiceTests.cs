using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting.Retention;
using Boom.Storage;
using Boom.Tests.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Hosting.Retention;

/// <summary>The service as a program has it, on a store of its own.</summary>
public sealed class RetentionServiceTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The alerts of the tests were stored at the beginning of 2026.
    static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    readonly FakeTimeProvider _time = new(Begin);
    readonly SqliteFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    ServiceProvider Build(IAlertStore store, params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddSingleton<StagePulses>().AddSingleton(store).AddSingleton(SurveyCatalog.Default);

        // Once for each survey, as the stage does.
        return services.AddRetention(configuration).AddRetention(configuration).BuildServiceProvider();
    }

    [Fact]
    public async Task Run_NothingIsConfigured_OrphanPagesAreLookedForAllTheSame()
    {
        var store = new PageStore();
        using var telemetry = new RetentionTelemetry();
        var options = RetentionOptions.Read(new ConfigurationBuilder().Build(), []);
        using var service = new RetentionService(
            new RetentionSweep(store, options, [Survey.Ztf], "me", telemetry, _time), telemetry, new StagePulses(_time), _time, NullLogger<RetentionService>.Instance);

        await service.StartAsync(Token);
        await AdvanceUntilAsync(() => ValueTask.FromResult(store.Looks == 2));
        await service.StopAsync(Token);

        Assert.True(_time.GetUtcNow() - Begin >= RetentionSweep.PageInterval);
    }

    [Fact]
    public async Task AddRetention_NothingIsConfigured_AddsOneServiceForThePages()
    {
        using var store = _folder.Open();
        await using var provider = Build(store, ("Retention:Cutouts", ""));

        Assert.Single(provider.GetServices<IHostedService>());
    }

    [Fact]
    public async Task Run_OldCutouts_AreRemovedByOneService()
    {
        using var store = _folder.Open();
        for (var candid = 1L; candid <= 3; candid++)
            await store.WriteAsync(new AlertBatch(Survey.Ztf, [Alert(candid)], [], []), Token);
        await store.WriteEnrichmentsAsync(Survey.Ztf, [.. new[] { 1L, 3 }.Select(candid => new EnrichmentUpdate(candid, new BsonDocument("x", 1).ToBson()))], Token);
        await using var provider = Build(new MeasuredStore(store, _time), ("Retention:ztf:Cutouts", "30"));
        var service = Assert.Single(provider.GetServices<IHostedService>());

        await service.StartAsync(Token);
        await AdvanceUntilAsync(async () => (await store.CountAsync(Survey.Ztf, Token)).Cutouts == 2);
        await service.StopAsync(Token);

        using var left = await store.ReadCutoutsAsync(Survey.Ztf, [1, 2, 3], Token);
        Assert.Equal([2, 3], left.Candids.Order());
    }

    [Fact]
    public async Task Run_StoreRefuses_IsToldAsLackingUntilItLets()
    {
        var refusing = new RefusingStore { Refuses = true };
        using var telemetry = new RetentionTelemetry();
        var pulses = new StagePulses(_time);
        var options = RetentionOptions.Read(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Retention:Cutouts", (string?)"30")]).Build(), []);
        using var service = new RetentionService(
            new RetentionSweep(refusing, options, [Survey.Ztf], "me", telemetry, _time), telemetry, pulses, _time,
            NullLogger<RetentionService>.Instance);

        await service.StartAsync(Token);
        await AdvanceUntilAsync(() => ValueTask.FromResult(pulses.Lacks.Any()));
        Assert.Equal(["What is to be removed from the store stays: no right"], pulses.Lacks);

        refusing.Refuses = false;
        await AdvanceUntilAsync(() => ValueTask.FromResult(!pulses.Lacks.Any()));
        await service.StopAsync(Token);
    }

    async Task AdvanceUntilAsync(Func<ValueTask<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    class RefusingStore : IRetentionStore
    {
        public volatile bool Refuses;

        public ValueTask<bool> TryTakeTurnAsync(string holder, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken) =>
            Refuses ? throw new PermanentFaultException("no right") : new(true);

        public ValueTask<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken) => new((DateTimeOffset?)null);

        public ValueTask<RemovedBatch> RemoveCutoutsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) => default;

        public ValueTask<RemovedBatch> RemoveAlertsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) => default;

        public ValueTask<RemovedBatch> RemoveDeadLettersAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) => default;

        public ValueTask<RemovedBatch> RemoveFilterCostsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) => default;

        public virtual ValueTask<RemovedBatch> RemoveOrphanPagesAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) => default;

        public ValueTask<long> CountRemovedAlertsAsync(Survey survey, CancellationToken cancellationToken) => new(0L);
    }
    /// <summary>Counts how often its pages are looked through.</summary>
    sealed class PageStore : RefusingStore
    {
        public int Looks;

        public override ValueTask<RemovedBatch> RemoveOrphanPagesAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref Looks);
            return default;
        }
    }
}
