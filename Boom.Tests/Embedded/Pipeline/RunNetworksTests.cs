using System.Text.RegularExpressions;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Testing;
using Boom.Tests.Inference;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Embedded.Pipeline;

/// <summary><c>boom run</c> with networks, in a process of its own.</summary>
public sealed partial class RunNetworksTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Data => Path.Combine(_folder.Path, "data");

    string Log => Path.Combine(_folder.Path, "run.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_NetworkInTheDataFolder_ScoresEveryAlert()
    {
        const int alerts = 60;
        TinyModel.Write(Path.Combine(Data, "models"));
        await using var run = Start("tiny", "--alerts", $"{alerts}", "--until-done");

        Assert.True(await run.WaitAsync(Patience, Token));
        Assert.True(run.ExitCode == 0, run.Tail());

        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db") });
        var candids = (await store.ListBrightestNewAsync(Survey.Ztf, 0, alerts, Token)).Select(alert => alert.Candid).ToList();
        Assert.NotEmpty(candids);
        Assert.All((await store.ReadAlertsAsync(Survey.Ztf, candids, Token)).Values, alert => Assert.InRange(StoreFixture.Parse(alert)["classifications"]["tiny"].AsDouble, 0, 1));
    }

    [Fact]
    public async Task Run_NetworkThatIsNotThere_HealthIsDegradedAndNamesIt()
    {
        await using var run = Start("nothing", "--alerts", "20", "--http-port", "0");
        using var limit = new CancellationTokenSource(Patience);
        while (!File.Exists(Log) || !Address().IsMatch(await ReadLogAsync()))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        using var http = new HttpClient { BaseAddress = new Uri(Address().Match(await ReadLogAsync()).Value) };

        string health;
        while (!(health = await http.GetStringAsync("health", limit.Token)).Contains("network nothing", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);

        Assert.Contains("Degraded", health, StringComparison.Ordinal);
        run.Signal(ChildProcess.SigTerm);
        Assert.True(await run.WaitAsync(Patience, Token));
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Run_PolicyThatIsNone_EndsWithCode2AndNamesTheKey()
    {
        await using var run = ChildProcess.StartStage(
            "run", "boom", ["run", "--data", Data, "--alerts", "20", "--until-done"],
            new Dictionary<string, string?> { ["Models__Networks"] = "tiny", ["Models__Policies__tiny"] = """{"candidate.drb": {"$near": 1}}""" }, Log);

        Assert.True(await run.WaitAsync(Patience, Token));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Models:Policies:tiny", await ReadLogAsync(), StringComparison.Ordinal);
    }

    ChildProcess Start(string networks, params string[] words) => ChildProcess.StartStage(
        "run", "boom", ["run", "--data", Data, .. words], new Dictionary<string, string?> { ["Models__Networks"] = networks }, Log);

    // It is being written.
    async Task<string> ReadLogAsync()
    {
        using var reader = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync(Token);
    }

    [GeneratedRegex("http://localhost:[0-9]+/")]
    private static partial Regex Address();
}
