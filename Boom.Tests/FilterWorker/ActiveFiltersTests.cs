using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.FilterWorker;

public sealed class ActiveFiltersTests : IDisposable
{
    readonly FilterFixture _fixture = new();
    readonly AwayFilterStore _store;
    readonly ActiveFilters _filters;

    public ActiveFiltersTests()
    {
        _store = new AwayFilterStore(_fixture.Filters);
        _filters = new ActiveFilters(SurveyCatalog.Default[Survey.Ztf], _store, _fixture.Engine, _fixture.Pulses, _fixture.Time, NullLogger.Instance);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RefreshAsync_NothingChanged_IsTheSameSelection()
    {
        await AddAsync("a");
        var before = await _filters.GetAsync(Token);

        await _filters.RefreshAsync(Token);

        Assert.Same(before, await _filters.GetAsync(Token));
    }

    [Fact]
    public async Task RefreshAsync_OneMore_TheOthersKeepTheirTallies()
    {
        await AddAsync("a");
        var before = (await _filters.GetAsync(Token)).ById["a"];
        await AddAsync("b");

        await _filters.RefreshAsync(Token);

        var now = await _filters.GetAsync(Token);
        Assert.Equal(["a", "b"], now.Tallies.Select(tally => tally.Filter.Id));
        Assert.Same(before, now.ById["a"]);
    }

    [Fact]
    public async Task RefreshAsync_OtherVersionRuns_BeginsAnotherTally()
    {
        await AddAsync("a");
        var before = (await _filters.GetAsync(Token)).ById["a"];
        await _store.AddVersionAsync("a", new FilterVersion("v2", "other", 2461043), Token);
        await _store.ActivateAsync("a", "v2", _fixture.Time.GetUtcNow(), Token);

        await _filters.RefreshAsync(Token);

        var now = (await _filters.GetAsync(Token)).ById["a"];
        Assert.NotSame(before, now);
        Assert.Equal("other", now.Filter.Running!.Pipeline);
    }

    [Fact]
    public async Task RefreshAsync_SuspendedAndActivatedAgain_RunsAgain()
    {
        await AddAsync("a");
        _filters.Suspend((await _filters.GetAsync(Token)).ById["a"], "Too slow.");
        await _filters.RefreshAsync(Token);
        Assert.Empty((await _filters.GetAsync(Token)).Tallies);

        await _store.ActivateAsync("a", "v1", _fixture.Time.GetUtcNow(), Token);
        await _filters.RefreshAsync(Token);

        Assert.False((await _filters.GetAsync(Token)).ById["a"].IsSuspended);
    }

    [Fact]
    public async Task RefreshAsync_StoreIsAway_LeavesTheLastInUse()
    {
        await AddAsync("a");
        await _filters.GetAsync(Token);
        _store.IsAway = true;

        await Assert.ThrowsAsync<TransientFaultException>(async () => await _filters.RefreshAsync(Token));

        Assert.Single((await _filters.GetAsync(Token)).Tallies);
    }

    [Fact]
    public async Task GetAsync_StoreIsAwayFromTheStart_Waits()
    {
        _store.IsAway = true;

        await Assert.ThrowsAsync<TransientFaultException>(async () => await _filters.GetAsync(Token));
    }

    [Fact]
    public async Task Compile_OneCannotRun_IsToldUntilItIsMended()
    {
        await AddAsync("a");
        _fixture.Engine.Pipelines.Remove("a");
        using (_filters.Compile(await _filters.GetAsync(Token)))
            Assert.Equal(["The filter Filter a (a) does not run: It cannot be read"], _fixture.Pulses.Lacks);

        _fixture.Engine.Pipelines["a"] = _ => FilterVerdict.No;
        using (_filters.Compile(await _filters.GetAsync(Token)))
            Assert.Empty(_fixture.Pulses.Lacks);
    }

    [Fact]
    public async Task Compile_VersionIsMissing_IsTold()
    {
        await _store.AddFilterAsync(new StoredFilter("a", "A", Survey.Ztf, [new FilterVersion("v1", "[]", 0)]) { IsActive = true, ActiveVersion = "v9" }, Token);

        using var set = _filters.Compile(await _filters.GetAsync(Token));

        Assert.Empty(set.Filters);
        Assert.Contains("no version v9", Assert.Single(_fixture.Pulses.Lacks), StringComparison.Ordinal);
    }

    Task AddAsync(string id) => _fixture.AddFilterAsync(id, _ => FilterVerdict.No);
}
