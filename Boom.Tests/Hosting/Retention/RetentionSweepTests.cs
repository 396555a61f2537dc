using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting.Retention;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Hosting.Retention;

public sealed class RetentionSweepTests : IDisposable
{
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    readonly RetentionTelemetry _telemetry = new();
    readonly Store _store = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _telemetry.Dispose();

    /// <summary>With what filters cost kept for ever, unless it is said otherwise.</summary>
    RetentionSweep Sweep(params (string Key, string Value)[] settings) => SweepOf([("FilterCosts", ""), .. settings]);

    RetentionSweep SweepOf(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Retention:{setting.Key}", (string?)setting.Value))).Build();
        return new(_store, RetentionOptions.Read(configuration, []), [Survey.Ztf, Survey.Lsst], "me", _telemetry, _time);
    }

    [Fact]
    public async Task RunAsync_TimesPerSurvey_AsksForWhatIsOlder()
    {
        await Sweep(("Cutouts", "30"), ("lsst:Alerts", "7"), ("ztf:DeadLetters", "1")).RunAsync(Token);

        Assert.Equal(
            [
                ("cutouts", Survey.Ztf, new(2026, 1, 30)), ("dead_letters", Survey.Ztf, new(2026, 2, 28)),
                ("cutouts", Survey.Lsst, new(2026, 2, 22)), ("alerts", Survey.Lsst, new(2026, 2, 22)),
                ("pages", Survey.Ztf, new(2026, 2, 28)), ("pages", Survey.Lsst, new DateOnly(2026, 2, 28)),
            ],
            _store.Calls.Select(call => (call.Kind, call.Survey, DateOnly.FromDateTime(call.Before.UtcDateTime))));
    }

    [Fact]
    public async Task RunAsync_NothingIsSaid_RemovesWhatFiltersCostAfter400Days()
    {
        _store.CanHaveOrphanPages = false;

        await SweepOf().RunAsync(Token);

        Assert.Equal(
            [("filter_costs", Survey.Ztf, new(2025, 1, 25)), ("filter_costs", Survey.Lsst, new DateOnly(2025, 1, 25))],
            _store.Calls.Select(call => (call.Kind, call.Survey, DateOnly.FromDateTime(call.Before.UtcDateTime))));
    }

    [Fact]
    public async Task RunAsync_ClockOfTheStoreIsBehind_ItCounts()
    {
        _store.Clock = _time.GetUtcNow().AddYears(-1);

        await Sweep(("Cutouts", "30")).RunAsync(Token);

        Assert.All(_store.Calls.Where(call => call.Kind == "cutouts"), call => Assert.Equal(new(2025, 1, 30), DateOnly.FromDateTime(call.Before.UtcDateTime)));
    }

    [Fact]
    public async Task RunAsync_TurnOfAnother_RemovesNothing()
    {
        _store.HasTurn = () => false;

        Assert.Empty(await Sweep(("Cutouts", "30")).RunAsync(Token));
        Assert.Empty(_store.Calls);
    }

    [Fact]
    public async Task RunAsync_MuchToRemove_RestsAfterEachBatch()
    {
        _store.Batches = 3;
        var run = Sweep(("ztf:Cutouts", "30")).RunAsync(Token);

        Assert.Single(_store.Calls);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(2, _store.Calls.Count);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        await AdvanceUntilAsync(run);

        Assert.Equal([null, "1", "2"], _store.Calls.Take(3).Select(call => call.Cursor));
        Assert.Equal(("cutouts", Survey.Ztf, 30L), (await run)[0]);
    }

    [Fact]
    public async Task RunAsync_TurnIsLostInBetween_Stops()
    {
        _store.Batches = 3;
        var turns = 3;
        _store.HasTurn = () => turns-- > 0;
        var run = Sweep(("ztf:Cutouts", "30")).RunAsync(Token);
        await AdvanceUntilAsync(run);

        Assert.Equal(2, _store.Calls.Count);
    }

    [Fact]
    public async Task RunAsync_PagesWereLookedAtToday_OnceADayIsEnough()
    {
        var sweep = Sweep(("ztf:Cutouts", "30"));
        await sweep.RunAsync(Token);
        _time.Advance(TimeSpan.FromHours(23));
        await sweep.RunAsync(Token);
        Assert.Equal(2, _store.Calls.Count(call => call.Kind == "pages"));

        _time.Advance(TimeSpan.FromHours(1));
        await sweep.RunAsync(Token);

        Assert.Equal(4, _store.Calls.Count(call => call.Kind == "pages"));
    }

    [Fact]
    public async Task RunAsync_AllIsKeptForEver_LooksForOrphanPagesOnly()
    {
        await Sweep().RunAsync(Token);

        Assert.Equal([("pages", Survey.Ztf), ("pages", Survey.Lsst)], _store.Calls.Select(call => (call.Kind, call.Survey)));
    }

    [Fact]
    public async Task RunAsync_AllIsKeptForEverAndNoOrphansCanBe_TakesNoTurn()
    {
        _store.CanHaveOrphanPages = false;
        _store.HasTurn = () => throw new InvalidOperationException("Nothing is to be written.");

        Assert.Empty(await Sweep().RunAsync(Token));
    }

    [Fact]
    public async Task RunAsync_NoOrphansCanBe_LooksForNone()
    {
        _store.CanHaveOrphanPages = false;

        await Sweep(("ztf:Cutouts", "30")).RunAsync(Token);

        Assert.Equal("cutouts", Assert.Single(_store.Calls).Kind);
    }

    async Task AdvanceUntilAsync(Task run)
    {
        for (var i = 0; i < 100 && !run.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await run;
    }

    /// <summary>Notes what it is asked for, and answers so many batches of ten.</summary>
    sealed class Store : IRetentionStore
    {
        public List<(string Kind, Survey Survey, DateTimeOffset Before, string? Cursor)> Calls { get; } = [];

        public DateTimeOffset? Clock { get; set; }

        public Func<bool> HasTurn { get; set; } = () => true;

        public int Batches { get; set; } = 1;

        public bool CanHaveOrphanPages { get; set; } = true;

        public ValueTask<bool> TryTakeTurnAsync(string holder, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken) => new(HasTurn());

        public ValueTask<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken) => new(Clock);

        public ValueTask<RemovedBatch> RemoveCutoutsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
            Answer("cutouts", survey, before, cursor);

        public ValueTask<RemovedBatch> RemoveAlertsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
            Answer("alerts", survey, before, cursor);

        public ValueTask<RemovedBatch> RemoveDeadLettersAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
            Answer("dead_letters", survey, before, cursor);

        public ValueTask<RemovedBatch> RemoveFilterCostsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
            Answer("filter_costs", survey, before, cursor);

        public ValueTask<RemovedBatch> RemoveOrphanPagesAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
            Answer("pages", survey, before, cursor);

        public ValueTask<long> CountRemovedAlertsAsync(Survey survey, CancellationToken cancellationToken) => new(0L);

        ValueTask<RemovedBatch> Answer(string kind, Survey survey, DateTimeOffset before, string? cursor)
        {
            Calls.Add((kind, survey, before, cursor));
            var next = 1 + (cursor is null ? 0 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture));
            return new(new RemovedBatch(10, next < Batches ? next.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
        }
    }
}
