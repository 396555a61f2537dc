using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker;
using Boom.FilterWorker.Filters;
using Boom.Storage.Sqlite;
using Boom.Tests.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.FilterWorker;

public sealed class FilterCostBookTests : IDisposable
{
    const double Jd = 2461042.5;

    static readonly ISurvey Ztf = SurveyCatalog.Default[Survey.Ztf];
    static readonly StoredFilter Filter = new("a", "A", Survey.Ztf, [new FilterVersion("v1", "[]", 0)])
    {
        ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1] },
    };

    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
    readonly SqliteFolder _folder = new();
    readonly SqliteStore _store;

    public FilterCostBookTests() => _store = _folder.Open();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task WriteAsync_SeveralBatches_AreTotals()
    {
        var book = Book("w");

        book.Add(Outcome([Jd, Jd], [true, false], 40, [1]));
        await book.WriteAsync(Token);
        book.Add(Outcome([Jd], [true], 30));
        await book.WriteAsync(Token);
        await book.WriteAsync(Token);

        Assert.Equal([new FilterCost("a", "v1", Survey.Ztf, new DateOnly(2026, 1, 2), 3, 2, 1, 70)], await _store.ListCostsAsync(Survey.Ztf, null, Token));
    }

    [Fact]
    public async Task Add_AlertsOfTwoNights_AreCountedApart()
    {
        var book = Book("w");

        book.Add(Outcome([Jd, Jd + 1, Jd + 1.5], [false, true, false], 100, [2]));
        await book.WriteAsync(Token);

        Assert.Equal([new FilterCost("a", "v1", Survey.Ztf, new DateOnly(2026, 1, 2), 1, 0, 0, 33)], await _store.ListCostsAsync(Survey.Ztf, new DateOnly(2026, 1, 2), Token));
        Assert.Equal([new FilterCost("a", "v1", Survey.Ztf, new DateOnly(2026, 1, 3), 2, 1, 1, 67)], await _store.ListCostsAsync(Survey.Ztf, null, Token));
    }

    [Fact]
    public async Task WriteAsync_StoreThatWasAway_HasItAllAfterwards()
    {
        var away = new AwayFilterStore(_store) { IsAway = true };
        var book = new FilterCostBook(Ztf, away, "w", _time);
        book.Add(Outcome([Jd], [true], 10));
        await Assert.ThrowsAsync<TransientFaultException>(async () => await book.WriteAsync(Token));
        book.Add(Outcome([Jd], [true], 10));

        away.IsAway = false;
        await book.WriteAsync(Token);

        Assert.Equal(2, Assert.Single(await _store.ListCostsAsync(Survey.Ztf, null, Token)).Evaluations);
    }

    [Fact]
    public async Task WriteAsync_MoreThanItHolds_BeginsAnewAndLosesNothing()
    {
        var book = Book("w");
        for (var i = 0; i <= FilterCostBook.MostEntries; i++)
            book.Add(Outcome([Jd], [true], 1, [], Filter with { Id = $"f{i}" }));
        await book.WriteAsync(Token);

        book.Add(Outcome([Jd], [true], 1, [], Filter with { Id = "f7" }));
        await book.WriteAsync(Token);

        var costs = await _store.ListCostsAsync(Survey.Ztf, null, Token);
        Assert.Equal((FilterCostBook.MostEntries + 1, 2), (costs.Count, costs.Single(cost => cost.FilterId == "f7").Evaluations));
    }

    [Fact]
    public async Task WriteAsync_AnotherProgram_AddsToIt()
    {
        foreach (var writer in (string[])["w", "x"])
        {
            var book = Book(writer);
            book.Add(Outcome([Jd], [true], 10));
            await book.WriteAsync(Token);
        }

        Assert.Equal(2, Assert.Single(await _store.ListCostsAsync(Survey.Ztf, null, Token)).Evaluations);
    }

    [Fact]
    public async Task WriteAsync_Counts_AreAsOldAsTheirLastWriting()
    {
        var book = Book("w");
        foreach (var filter in (string[])["a", "b"])
        {
            book.Add(Outcome([Jd], [true], 10, [], Filter with { Id = filter }));
            await book.WriteAsync(Token);
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(1, (await _store.RemoveFilterCostsAsync(Survey.Ztf, _time.GetUtcNow().AddHours(-1), null, 100, Token)).Removed);

        Assert.Equal("b", Assert.Single(await _store.ListCostsAsync(Survey.Ztf, null, Token)).FilterId);
    }

    FilterCostBook Book(string writer) => new(Ztf, _store, writer, _time);

    FilterOutcome Outcome(double[] jds, bool[] passed, long microseconds, int[]? erred = null, StoredFilter? filter = null)
    {
        var outcome = new FilterOutcome(passed.Length);
        outcome.Runs.Add(new FilterRun(new FilterTally(filter ?? Filter, _time.TimestampFrequency), passed, jds, microseconds * _time.TimestampFrequency / 1_000_000, erred ?? [], erred is { Length: > 0 } ? "Wrong." : null));
        return outcome;
    }
}
