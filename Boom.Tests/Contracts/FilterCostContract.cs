using Boom.Core.Store;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Contracts;

/// <summary>What every store promises of what filters cost. A subclass gives the store; each test starts with an empty one.</summary>
public abstract class FilterCostContract
{
    static readonly DateOnly _night = new(2026, 1, 2);
    static readonly DateTimeOffset _morning = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test.</summary>
    protected abstract IFilterCosts Store { get; }

    IRetentionStore Retention => (IRetentionStore)Store;

    static FilterCost Cost(string filter = "a", string fid = "v1", Survey survey = Survey.Ztf, int daysLater = 0, long evaluations = 10) =>
        new(filter, fid, survey, _night.AddDays(daysLater), evaluations, evaluations / 5, evaluations / 10, evaluations * 3);

    [Fact]
    public async Task KeepCostsAsync_Costs_AreListedAsTheyWere()
    {
        FilterCost[] costs = [Cost(evaluations: 3_000_000_000), Cost(fid: "v2"), Cost("b")];

        await Store.KeepCostsAsync("w", costs, _morning, Token);

        Assert.Equal(costs, await Store.ListCostsAsync(Survey.Ztf, _night, Token));
    }

    [Fact]
    public async Task KeepCostsAsync_SameWriterAgain_TakesThePlaceOfItsLastTotals()
    {
        await Store.KeepCostsAsync("w", [Cost(evaluations: 10), Cost("b", evaluations: 7)], _morning, Token);
        await Store.KeepCostsAsync("w", [Cost(evaluations: 30)], _morning, Token);
        await Store.KeepCostsAsync("w", [Cost(evaluations: 30)], _morning, Token);

        Assert.Equal([Cost(evaluations: 30), Cost("b", evaluations: 7)], await Store.ListCostsAsync(Survey.Ztf, _night, Token));
    }

    [Fact]
    public async Task ListCostsAsync_SeveralWriters_AreSummedUp()
    {
        await Store.KeepCostsAsync("w", [Cost(evaluations: 10)], _morning, Token);
        await Store.KeepCostsAsync("x", [Cost(evaluations: 20)], _morning, Token);

        Assert.Equal([Cost(evaluations: 30)], await Store.ListCostsAsync(Survey.Ztf, _night, Token));
    }

    [Fact]
    public async Task ListCostsAsync_NoNight_IsTheLastOfTheSurvey()
    {
        await Store.KeepCostsAsync("w", [Cost(), Cost(daysLater: 2, evaluations: 20), Cost("c", survey: Survey.Lsst, daysLater: 3)], _morning, Token);

        Assert.Equal([Cost(daysLater: 2, evaluations: 20)], await Store.ListCostsAsync(Survey.Ztf, null, Token));
        Assert.Equal([Cost("c", survey: Survey.Lsst, daysLater: 3)], await Store.ListCostsAsync(Survey.Lsst, null, Token));
        Assert.Empty(await Store.ListCostsAsync(Survey.Ztf, _night.AddDays(1), Token));
    }

    [Fact]
    public async Task ListCostNightsAsync_Costs_HaveEachNightOfTheSurveyOnceInOrder()
    {
        await Store.KeepCostsAsync("w", [Cost(daysLater: 2), Cost(), Cost("b"), Cost("c", survey: Survey.Lsst, daysLater: 3)], _morning, Token);

        Assert.Equal([_night, _night.AddDays(2)], await Store.ListCostNightsAsync(Survey.Ztf, Token));
        Assert.Empty(await Store.ListCostNightsAsync(Survey.Decam, Token));
    }

    [Fact]
    public async Task ListCostsAsync_NothingKept_IsEmpty()
    {
        await Store.KeepCostsAsync("w", [], _morning, Token);

        Assert.Empty(await Store.ListCostNightsAsync(Survey.Ztf, Token));

        Assert.Empty(await Store.ListCostsAsync(Survey.Ztf, null, Token));
        Assert.Empty(await Store.ListCostsAsync(Survey.Ztf, _night, Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task RemoveFilterCostsAsync_CountedBeforeATime_GoWhateverNightTheyAreOf(int limit)
    {
        await Store.KeepCostsAsync("w", [Cost(), Cost("b", daysLater: 9), Cost("b", fid: "v2")], _morning, Token);
        await Store.KeepCostsAsync("x", [Cost(evaluations: 20), Cost("c", daysLater: -9)], _morning.AddDays(1), Token);
        await Store.KeepCostsAsync("w", [Cost("l", survey: Survey.Lsst)], _morning, Token);

        Assert.Equal(3, await RemoveAsync(_morning.AddDays(1), limit));

        Assert.Equal([Cost(evaluations: 20)], await Store.ListCostsAsync(Survey.Ztf, null, Token));
        Assert.Equal([Cost("c", daysLater: -9)], await Store.ListCostsAsync(Survey.Ztf, _night.AddDays(-9), Token));
        Assert.Equal([Cost("l", survey: Survey.Lsst)], await Store.ListCostsAsync(Survey.Lsst, null, Token));
        Assert.Equal(0, await RemoveAsync(_morning.AddDays(1), limit));
    }

    [Fact]
    public async Task RemoveFilterCostsAsync_CountedAgain_AreAsOldAsTheLastTime()
    {
        await Store.KeepCostsAsync("w", [Cost(), Cost("b")], _morning, Token);
        await Store.KeepCostsAsync("w", [Cost("b", evaluations: 30)], _morning.AddDays(1), Token);

        Assert.Equal(1, await RemoveAsync(_morning.AddHours(1), 100));

        Assert.Equal([Cost("b", evaluations: 30)], await Store.ListCostsAsync(Survey.Ztf, null, Token));
    }

    [Fact]
    public async Task RemoveFilterCostsAsync_NothingKept_RemovesNothing() => Assert.Equal(0, await RemoveAsync(_morning, 100));

    async Task<long> RemoveAsync(DateTimeOffset before, int limit)
    {
        long removed = 0;
        string? cursor = null;
        for (var batches = 0; ; batches++)
        {
            Assert.True(batches < 10, "The removal does not end.");
            (var count, cursor) = await Retention.RemoveFilterCostsAsync(Survey.Ztf, before, cursor, limit, Token);
            removed += count;
            if (cursor is null)
                return removed;
        }
    }
}
