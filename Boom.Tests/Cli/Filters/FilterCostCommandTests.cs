using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

public sealed class FilterCostCommandTests : IDisposable
{
    static readonly DateOnly _night = new(2026, 1, 2);

    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cost_LastNight_HasTheDearestFirst()
    {
        await KeepAsync(
            new FilterCost("a", "v1", Survey.Ztf, _night, 1000, 20, 0, 3000), new FilterCost("gone", "v2", Survey.Ztf, _night, 500, 0, 7, 90_000),
            new FilterCost("a", "v1", Survey.Ztf, _night.AddDays(-1), 1000, 20, 0, 900_000));

        var costs = PlayedNight.LastLine(await RunAsync("--json")).GetProperty("costs").EnumerateArray().ToList();

        Assert.Equal(["gone", "a"], costs.Select(cost => cost.GetProperty("filter").GetString()));
        Assert.Equal((180, 7, 0.09), (costs[0].GetProperty("microsecondsPerAlert").GetDouble(), costs[0].GetProperty("errors").GetInt64(), costs[0].GetProperty("seconds").GetDouble()));
        Assert.Equal(("Filter a", 2, "20260102"), (costs[1].GetProperty("name").GetString(), costs[1].GetProperty("percent").GetDouble(), costs[1].GetProperty("night").GetString()));
        Assert.False(costs[0].TryGetProperty("name", out _));
    }

    [Fact]
    public async Task Cost_OneNight_IsATableOfIt()
    {
        await KeepAsync(new FilterCost("a", "v1", Survey.Ztf, _night, 1000, 20, 0, 3000), new FilterCost("b", "v1", Survey.Ztf, _night.AddDays(-1), 10, 2, 1, 50));

        var run = await RunAsync("--night", "20260101");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("(removed)", run.Out, StringComparison.Ordinal);
        Assert.Contains("2026-01-01", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Filter a", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("all", new[] { "20260101", "20260102", "20260104" })]
    [InlineData("20260102-20260104", new[] { "20260102", "20260104" })]
    [InlineData("20260103", new string[0])]
    public async Task Cost_SeveralNights_AreListedTogether(string nights, string[] expected)
    {
        await KeepAsync(
            new FilterCost("a", "v1", Survey.Ztf, _night, 1, 1, 0, 9), new FilterCost("a", "v1", Survey.Ztf, _night.AddDays(-1), 1, 1, 0, 8),
            new FilterCost("b", "v1", Survey.Lsst, _night.AddDays(2), 1, 1, 0, 7));

        var costs = PlayedNight.LastLine(await RunAsync("--night", nights, "--json")).GetProperty("costs").EnumerateArray();

        Assert.Equal(expected, costs.Select(cost => cost.GetProperty("night").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Cost_NothingKept_IsSaid()
    {
        await KeepAsync();

        Assert.Contains("No filter has looked at an alert of the night 2026-01-05.", (await RunAsync("--night", "20260105")).Out, StringComparison.Ordinal);
        Assert.Contains("No filter has looked at an alert yet", (await RunAsync("--survey", "lsst")).Out, StringComparison.Ordinal);
    }

    async Task KeepAsync(params FilterCost[] costs)
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "boom.db") });
        await store.AddFilterAsync(new StoredFilter("a", "Filter a", Survey.Ztf, [new FilterVersion("v1", "[]", 0)]), Token);
        await store.KeepCostsAsync("w", costs, DateTimeOffset.UnixEpoch, Token);
    }

    Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(["filter", "cost", .. arguments, "--data", _folder.Path]);
}
