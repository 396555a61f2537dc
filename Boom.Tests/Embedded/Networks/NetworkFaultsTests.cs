using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Testing;
using Boom.Tests.Inference;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Embedded.Networks;

/// <summary>
/// A run whose network is replaced, whose model folder vanishes, and which is killed amid inference; then the same run again with the other version: no alert
/// is lost, and what is stored says which version made it.
/// </summary>
public sealed class NetworkFaultsTests : IDisposable
{
    const int Alerts = 900;
    const double FirstWeight = 0.05, SecondWeight = -0.05;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Data => Path.Combine(_folder.Path, "data");

    string Models => Path.Combine(_folder.Path, "models");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_NetworkReplacedFolderGoneAndKilled_EveryScoreIsOfTheVersionThatIsStoredWithIt()
    {
        WriteNetwork("1", FirstWeight);
        await using (var run = Start())
        {
            await UntilEnrichedAsync(100);
            WriteNetwork("2", SecondWeight);
            Directory.Delete(Models, recursive: true);
            await UntilEnrichedAsync(300);
            await run.KillAsync();
        }

        WriteNetwork("2", SecondWeight);
        await using (var run = Start())
        {
            Assert.True(await run.WaitAsync(Patience, Token));
            Assert.True(run.ExitCode == 0, run.Tail());
        }

        var alerts = await ReadAsync();
        Assert.Equal(Alerts, alerts.Count);
        var versions = alerts.CountBy(alert => alert["boom"]["enrichment"]["models"]["numbers"]["version"].AsString).ToDictionary();
        Assert.Equal(["1", "2"], versions.Keys.Order());
        Assert.InRange(versions["1"], 300, Alerts - 1);
        Assert.All(alerts, alert => Assert.Equal(Expected(alert), alert["classifications"]["numbers"].AsDouble, 1e-6));
    }

    static double Expected(BsonDocument alert)
    {
        var weight = alert["boom"]["enrichment"]["models"]["numbers"]["version"].AsString == "1" ? FirstWeight : SecondWeight;
        var sum = alert["candidate"]["fwhm"].ToDouble() + alert["candidate"]["scorr"].ToDouble();
        return 1 / (1 + Math.Exp(-weight * sum));
    }

    void WriteNetwork(string version, double weight)
    {
        Directory.CreateDirectory(Models);
        File.WriteAllBytes(Path.Combine(Models, "numbers.onnx"), TinyNetwork.BuildNumbers(2, (float)weight));
        File.WriteAllText(Path.Combine(Models, "numbers.json"), $$"""
            {
              "key": "numbers", "survey": "ztf", "version": "{{version}}", "file": "numbers.onnx", "output": "score",
              "inputs": { "values": { "columns": ["candidate.fwhm", "candidate.scorr"] } }
            }
            """);
    }

    ChildProcess Start() => ChildProcess.StartStage(
        "run", "boom", ["run", "--alerts", Alerts.ToString(CultureInfo.InvariantCulture), "--rate", "100/s", "--until-done", "--data", Data],
        new Dictionary<string, string?> { ["Models__Networks"] = "numbers", ["Models__Folder"] = Models, ["Enricher__BatchSize"] = "20" }, Path.Combine(_folder.Path, "run.log"));

    async Task UntilEnrichedAsync(long alerts)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await CountAsync() < alerts)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }

    async Task<long> CountAsync()
    {
        if (!File.Exists(Path.Combine(Data, "boom.db")))
            return 0;
        using var store = Open();
        return (await store.CountAsync(Survey.Ztf, Token)).Enriched;
    }

    async Task<List<BsonDocument>> ReadAsync()
    {
        using var store = Open();
        var candids = await store.ListCandidsAsync(Survey.Ztf, AlertSpan.All, long.MinValue, 2 * Alerts, Token);
        return [.. (await store.ReadAlertsAsync(Survey.Ztf, [.. candids], Token)).Values.Select(StoreFixture.Parse)];
    }

    SqliteStore Open() => SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db"), CreateIfMissing = false, Recover = false });
}
