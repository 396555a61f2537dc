using System.Text.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Embedded.Pipeline;

/// <summary><c>boom run</c> with public streams, in a process of its own.</summary>
public sealed class RunStreamsTests : IDisposable
{
    const int Alerts = 120;

    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Streams_TellsWhatWasSentAndNothingIsDue()
    {
        var (code, output, error) = await BoomCommand.RunAsync(
            [], "run", "--data", Data, "--alerts", $"{Alerts}", "--streams", "--until-done", "--json");

        Assert.True(code == 0, error);
        var sent = Sent(output)!;
        Assert.Equal(7, sent.Count);
        Assert.InRange(sent.Values.Sum(), Alerts / 2, Alerts);
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db") });
        Assert.Empty(await store.ListDueAsync(Survey.Ztf, long.MinValue, 10, Token));
    }

    [Fact]
    public async Task Run_WithoutStreams_HandsNothingOn()
    {
        var (code, output, error) = await BoomCommand.RunAsync(
            ["Enricher__Forward=true"], "run", "--data", Data, "--alerts", $"{Alerts}", "--until-done", "--json");

        Assert.True(code == 0, error);
        Assert.Null(Sent(output));
        Assert.False(Directory.Exists(Path.Combine(Data, "streams")));
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db") });
        Assert.Empty(await store.ListDueAsync(Survey.Ztf, long.MinValue, 10, Token));
    }

    // What an earlier end has left half-way: alerts that are enriched and due, and in no queue, as the queue server has forgotten them.
    [Fact]
    public async Task Run_AlertsAreDueFromBefore_SendsThem()
    {
        Assert.Equal(0, (await BoomCommand.RunAsync([], "run", "--data", Data, "--alerts", $"{Alerts}", "--streams", "--until-done", "--json")).ExitCode);
        long[] due;
        using (var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db") }))
        {
            due = [.. (await store.ListBrightestNewAsync(Survey.Ztf, 0, 20, Token)).Select(alert => alert.Candid)];
            await store.AddDueAsync(Survey.Ztf, due, Token);
        }

        var (code, output, error) = await BoomCommand.RunAsync([], "run", "--data", Data, "--alerts", $"{Alerts}", "--streams", "--until-done", "--json");

        Assert.True(code == 0, error);
        Assert.InRange(Sent(output)!.Values.Sum(), 1, due.Length);
        using var after = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db") });
        Assert.Empty(await after.ListDueAsync(Survey.Ztf, long.MinValue, 10, Token));
    }

    [Fact]
    public async Task Run_ActiveFilter_SendsWhatItLetsPass()
    {
        Directory.CreateDirectory(Data);
        using (var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db") }))
        {
            var filter = new StoredFilter("f", "Bright", Survey.Ztf, [new FilterVersion("v1", """[{"$match":{"candidate.magpsf":{"$lt":19}}},{"$project":{"objectId":1}}]""", 2461042)])
            {
                IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1] },
            };
            Assert.True(await store.AddFilterAsync(filter, Token));
        }

        var (code, output, error) = await BoomCommand.RunAsync([], "run", "--data", Data, "--alerts", $"{Alerts}", "--until-done", "--json");

        Assert.True(code == 0, error);
        var sent = Assert.Single(Sent(output)!);
        Assert.Equal("ZTF_alerts_results", sent.Key);
        using var after = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db") });
        Assert.Equal(sent.Value, await after.CountHitsAsync("f", Token));
        Assert.InRange(sent.Value, 1, Alerts - 1);
        var cost = Assert.Single(await after.ListCostsAsync(Survey.Ztf, null, Token));
        Assert.Equal(("f", "v1", new DateOnly(2026, 1, 1), Alerts, sent.Value), (cost.FilterId, cost.Fid, cost.Night, cost.Evaluations, cost.Passes));
        Assert.InRange(cost.Microseconds, 1, 60_000_000);
    }

    static Dictionary<string, long>? Sent(string output)
    {
        using var document = JsonDocument.Parse(output.Trim().Split('\n')[^1]);
        return document.RootElement.TryGetProperty("sent", out var sent) ? sent.EnumerateObject().ToDictionary(topic => topic.Name, topic => topic.Value.GetInt64()) : null;
    }
}
