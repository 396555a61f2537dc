using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;
using Xunit;

namespace Boom.Tests.FilterWorker;

public sealed class SuspensionTests : IDisposable
{
    const long TicksPerSecond = 1_000_000;

    readonly FilterFixture _fixture = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Count_SlowOnAverage_IsSuspendedOnce()
    {
        var tally = Tally();

        Assert.Null(tally.Count(new bool[500], 500 * 400, 500, 1));
        Assert.Contains("600 µs", tally.Count(new bool[500], 500 * 800, 500, 1), StringComparison.Ordinal);

        Assert.True(tally.IsSuspended);
        Assert.Null(tally.Count(new bool[1000], 1000 * 600, 500, 1));
    }

    [Fact]
    public void Count_SlowAtSomeAlertsOnly_GoesOn()
    {
        var tally = Tally();

        for (var i = 0; i < 50; i++)
            Assert.Null(tally.Count(new bool[100], i % 10 == 0 ? 100 * 4000 : 100 * 50, 500, 1));
    }

    // What a thousand alerts may take is half a second.
    [Fact]
    public void Count_FewAlertsTakeTheTimeOfAThousand_IsSuspendedAtOnce()
    {
        var tally = Tally();

        Assert.Null(tally.Count(new bool[5], 5 * 100_000, 500, 1));
        var reason = tally.Count(new bool[1], 100_000, 500, 1);

        Assert.Contains("It takes 100000 µs an alert (0.6 s for 6 alerts, where 1000 may take 0.5 s); 500 µs are allowed (Filter:BudgetMicroseconds)", reason, StringComparison.Ordinal);
        Assert.True(tally.IsSuspended);
    }

    [Fact]
    public void Count_ThousandIsFull_BeginsAnew()
    {
        var tally = Tally();

        Assert.Null(tally.Count(new bool[1000], 400_000, 500, 1));
        Assert.Equal((0, 0), tally.Spent);
        Assert.Null(tally.Count(new bool[1], 450_000, 500, 1));
        Assert.Equal((1, 450_000), tally.Spent);
    }

    [Fact]
    public void Count_TooManyPass_IsSuspendedWhenTenThousandAreSeen()
    {
        var tally = Tally();
        for (var i = 0; i < 9; i++)
            Assert.Null(tally.Count([.. Enumerable.Repeat(true, 1000)], 0, 500, 0.05));

        Assert.Contains("9000 of the last 10000", tally.Count(new bool[1000], 0, 500, 0.05), StringComparison.Ordinal);
    }

    [Fact]
    public void Count_YieldAtTheLimit_GoesOnAndForgetsOldPasses()
    {
        var tally = Tally();
        var random = new Random(4);
        var seen = new Queue<bool>();
        for (var i = 0; i < 200; i++)
        {
            bool[] batch = [.. Enumerable.Range(0, 321).Select(_ => random.Next(20) == 0)];
            foreach (var pass in batch)
                seen.Enqueue(pass);
            while (seen.Count > FilterTally.YieldAlerts)
                seen.Dequeue();
            var isOver = seen.Count == FilterTally.YieldAlerts && seen.Count(pass => pass) > 0.055 * FilterTally.YieldAlerts;
            Assert.Equal(isOver, tally.Count(batch, 0, 500, 0.055) is not null);
            if (isOver)
                return;
        }
    }

    [Fact]
    public async Task ProcessAsync_LetsAllPass_IsSuspendedInTheStoreWithTheReason()
    {
        var candids = await _fixture.AddAlertsAsync(20);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        await _fixture.AddFilterAsync("b", _ => FilterVerdict.No);
        var processor = _fixture.Start();
        for (var i = 0; i < FilterTally.YieldAlerts / 20; i++)
        {
            await _fixture.Filters.AddDueAsync(Survey.Ztf, candids, Token);
            await processor.ProcessAsync(FilterFixture.Batch(candids), Token);
        }

        var evaluations = _fixture.Engine.Evaluations;
        await _fixture.Active.RefreshAsync(Token);
        await _fixture.Filters.AddDueAsync(Survey.Ztf, candids, Token);
        await processor.ProcessAsync(FilterFixture.Batch(candids), Token);

        var suspended = (await _fixture.Filters.FindFilterAsync("a", Token))!;
        Assert.Equal((false, "v1"), (suspended.IsActive, suspended.Suspension!.Fid));
        Assert.Contains("10000 of the last 10000 alerts pass; 5 % are allowed", suspended.Suspension.Reason, StringComparison.Ordinal);
        Assert.True((await _fixture.Filters.FindFilterAsync("b", Token))!.IsActive);
        Assert.Equal(20, _fixture.Engine.Evaluations - evaluations);
    }

    [Fact]
    public async Task Suspend_StoreIsAway_IsWrittenWhenItIsBack()
    {
        var store = new AwayFilterStore(_fixture.Filters) { IsAway = true };
        var filter = await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        var filters = new ActiveFilters(
            SurveyCatalog.Default[Survey.Ztf], store, _fixture.Engine, _fixture.Pulses, _fixture.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var tally = new FilterTally(filter, TicksPerSecond);

        filters.Suspend(tally, "Too slow.");
        await filters.KeepSuspensionsAsync(Token);
        await Assert.ThrowsAsync<TransientFaultException>(async () => await filters.RefreshAsync(Token));
        store.IsAway = false;
        await filters.RefreshAsync(Token);

        Assert.True(tally.IsSuspended);
        Assert.Equal("Too slow.", (await _fixture.Filters.FindFilterAsync("a", Token))!.Suspension!.Reason);
    }

    static FilterTally Tally() => new(new StoredFilter("a", "a", Survey.Ztf, []), TicksPerSecond);
}
