using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Testing;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Observability;

/// <summary>A Prometheus scrapes a run: every query of the dashboards finds something, and every rule the series that it reads.</summary>
public sealed class PrometheusTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    readonly TemporaryFolder _folder = new();
    readonly int[] _ports = FreePorts.Take(2);
    readonly HttpClient _http = new();
    Process? _prometheus;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_prometheus is { HasExited: false })
        {
            _prometheus.Kill(entireProcessTree: true);
            _prometheus.WaitForExit();
        }

        _prometheus?.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Scrape_OfARun_GivesEveryPanelAndEveryRuleItsSeries()
    {
        Assert.SkipUnless(TestServices.Has("prometheus"), "No Prometheus: install the Debian package prometheus.");
        StartPrometheus();

        await AddFilterAsync();

        // A process of its own: what other tests lose on purpose would be counted here as well.
        await using var run = ChildProcess.StartStage(
            "run", "boom", ["run", "--data", Path.Combine(_folder.Path, "night"), "--alerts", "3000", "--rate", "100/s", "--streams", "--http-port", $"{_ports[0]}"],
            new Dictionary<string, string?>(), Path.Combine(_folder.Path, "run.log"));
        await UntilAsync(async () => await CountAsync("sum(increase(enrichment_worker_alert_processed_total[1m])) > 100") > 0);
        var missing = await FindMissingAsync();
        await UntilAsync(async () => missing.Count == 0 || (missing = await FindMissingAsync()).Count == 0, () => string.Join('\n', missing));
        Assert.Equal(0, await CountAsync("""ALERTS{alertstate="firing"}"""));

        run.Signal(ChildProcess.SigTerm);
        Assert.True(await run.WaitAsync(TimeSpan.FromMinutes(1), Token));
        Assert.Equal(0, run.ExitCode);
    }

    async Task AddFilterAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "night"));
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "night", "boom.db") });
        var filter = new StoredFilter("f", "Bright", Survey.Ztf, [new FilterVersion("v1", """[{"$match":{"candidate.magpsf":{"$lt":17}}},{"$project":{"objectId":1}}]""", 2461042)])
        {
            IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1] },
        };
        await store.AddFilterAsync(filter, Token);
    }

    /// <summary>Queries that find nothing (yet: queues are looked at every 5 s).</summary>
    async Task<IReadOnlyList<string>> FindMissingAsync()
    {
        var missing = new List<string>();
        foreach (var (panel, query) in ObservabilityFiles.PanelQueries())
        {
            if (await CountAsync(query) == 0)
                missing.Add($"{panel}: {query}");
        }

        foreach (var metric in ObservabilityFiles.MetricsOf(await File.ReadAllTextAsync(ObservabilityFiles.Rules, Token)))
        {
            if (await CountAsync(metric) == 0)
                missing.Add($"rules: {metric}");
        }

        return missing;
    }

    void StartPrometheus()
    {
        var configuration = Path.Combine(_folder.Path, "prometheus.yml");
        File.WriteAllText(
            configuration,
            $"""
             global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
             rule_files: ["{ObservabilityFiles.Rules}"]
             scrape_configs:
               - job_name: boom
                 static_configs: [{"{"} targets: ["localhost:{_ports[0]}"] {"}"}]
             """);
        _prometheus = Process.Start(new ProcessStartInfo(
            "prometheus",
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(_folder.Path, "tsdb")}",
                $"--web.listen-address=127.0.0.1:{_ports[1]}", "--log.level=error",
            ]));
    }

    /// <summary>How many series a query answers.</summary>
    async Task<int> CountAsync(string query)
    {
        using var answer = await _http.GetAsync($"http://127.0.0.1:{_ports[1]}/api/v1/query?query={Uri.EscapeDataString(query)}", Token);
        var body = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{query}: {body}");
        return answer.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(body).RootElement.GetProperty("data").GetProperty("result").GetArrayLength()
            : 0;
    }

    static async Task UntilAsync(Func<Task<bool>> isSo, Func<string>? what = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await isSo())
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, what?.Invoke() ?? "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, Token);
        }
    }
}
