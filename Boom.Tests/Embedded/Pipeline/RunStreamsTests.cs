using System.Globalization;
using System.Text.Json;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Boom.Storage.Sqlite;
using Boom.Testing;
using Boom.Tests.Cli;
using Boom.Tests.Cli.Filters;
using Boom.Tests.Messaging.Kafka;
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

    // The broker inside forgets: a reader of the next run finds the messages of this one all the same.
    [Fact]
    public async Task Run_Again_MessagesOfTheRunBeforeCanBeRead()
    {
        const string topic = "babamul.ztf.no-lsst-match.stellar";
        var (code, output, error) = await BoomCommand.RunAsync(
            [], "run", "--data", Data, "--alerts", $"{Alerts}", "--streams", "--until-done", "--json");
        Assert.True(code == 0, error);
        var log = Path.Combine(_folder.Path, "run.log");
        await using var run = ChildProcess.StartStage(
            "run", "boom", ["run", "--data", Data, "--alerts", $"{Alerts}", "--streams"], new Dictionary<string, string?> { ["Http__Port"] = "0" }, log);

        var read = SentMessages.Read(await AddressAsync(run, log), topic, (int)Sent(output)![topic]);

        Assert.Equal(Sent(output)![topic], read.Select(message => SentMessages.HeadersOf(message)[MessageHeaders.Id]).Distinct().Count());
        run.Signal(ChildProcess.SigTerm);
        Assert.True(await run.WaitAsync(TimeSpan.FromMinutes(1), Token));
    }

    // A night end to end: places that somebody waits for, and bodies of the solar system.
    [Fact]
    public async Task Run_FiltersOnAWatchlistAndOnBodies_LetThoseAlertsPass()
    {
        var packets = new SimulatedNight(new SimulationOptions { Alerts = Alerts, Seed = 1 }).Packets().ToList();
        var targets = packets.Where(packet => packet.Class != ObjectClass.Asteroid).DistinctBy(packet => packet.ObjectOrdinal).Take(8).ToList();
        var places = Path.Combine(_folder.Path, "targets.csv");
        await File.WriteAllLinesAsync(
            places, ["name,ra,dec", .. targets.Select((packet, i) => FormattableString.Invariant($"target {i},{packet.Position.RaDegrees:R},{packet.Position.DecDegrees:R}"))], Token);
        SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Directory.CreateDirectory(Data).FullName, "boom.db") }).Dispose();
        await DoAsync("watchlist", "add", places, "--name", "targets", "--owner", "me", "--id", "name");
        await DoAsync("filter", "add", ExampleFilters.FileOf("watched-object"), "--name", "watched", "--watchlist", "targets");
        await DoAsync("filter", "add", WriteFilter("""[{"$match": {"sso_history.0.jd": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations.seen": {"$size": "$sso_history"}}}]"""), "--name", "bodies");
        await DoAsync("filter", "activate", "watched", "--untried");
        await DoAsync("filter", "activate", "bodies", "--untried");

        var (code, output, error) = await BoomCommand.RunAsync([], "run", "--data", Data, "--alerts", $"{Alerts}", "--streams", "--until-done", "--json");

        Assert.True(code == 0, error);
        var watched = await HitsAsync("watched");
        var objects = targets.Select(packet => packet.ObjectOrdinal).ToHashSet();
        Assert.Equal(packets.Where(packet => objects.Contains(packet.ObjectOrdinal)).Select(packet => packet.Candid).Order(), watched.Keys.Order());
        Assert.All(watched.Values, annotations => Assert.StartsWith("target ", annotations.GetProperty("watchlist")[0].GetProperty("_id").GetString(), StringComparison.Ordinal));
        var bodies = await HitsAsync("bodies");
        Assert.Equal(packets.Where(packet => packet.Class == ObjectClass.Asteroid).Select(packet => packet.Candid).Order(), bodies.Keys.Order());
        Assert.All(bodies.Values, annotations => Assert.Equal(1, annotations.GetProperty("seen").GetInt32()));
        Assert.Equal(watched.Count + bodies.Count, Sent(output)!["ZTF_alerts_results"]);
    }

    async Task<Dictionary<long, JsonElement>> HitsAsync(string filter)
    {
        using var hits = JsonDocument.Parse((await DoAsync("filter", "hits", filter, "--json")).Out);
        return hits.RootElement.GetProperty("hits").EnumerateArray()
            .ToDictionary(hit => long.Parse(hit.GetProperty("candidText").GetString()!, CultureInfo.InvariantCulture), hit => hit.GetProperty("annotations").Clone());
    }

    async Task<CliRun> DoAsync(params string[] words)
    {
        var run = await CliRun.OfAsync([.. words, "--data", Data]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    string WriteFilter(string pipeline)
    {
        var file = Path.Combine(_folder.Path, "filter.json");
        File.WriteAllText(file, pipeline);
        return file;
    }

    static async Task<string> AddressAsync(ChildProcess run, string log)
    {
        const string words = "Messages are sent to ";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (Lines(log).FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } line)
                return line[(line.IndexOf(words, StringComparison.Ordinal) + words.Length)..].Trim();
            Assert.False(run.HasExited, run.HasExited ? run.Tail() : "");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    static string[] Lines(string log)
    {
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n');
    }

    static Dictionary<string, long>? Sent(string output)
    {
        using var document = JsonDocument.Parse(output.Trim().Split('\n')[^1]);
        return document.RootElement.TryGetProperty("sent", out var sent) ? sent.EnumerateObject().ToDictionary(topic => topic.Name, topic => topic.Value.GetInt64()) : null;
    }
}
