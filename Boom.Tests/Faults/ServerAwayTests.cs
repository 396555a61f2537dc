using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Boom.Lab.Drill;
using Boom.Testing;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Faults;

/// <summary>A run whose servers go away and come back: health, metrics and log say so, each once, and the night is done all the same.</summary>
public sealed class ServerAwayTests : IDisposable
{
    const int Alerts = 400;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly TemporaryFolder _folder = new();
    readonly int _port = FreePorts.Take(1)[0];
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_EachServerAwayAndBack_IsVisibleAndGoesOn()
    {
        var (kafka, mongo) = DrillTests.RequireServers();
        var options = DrillServerOptions.Resolve(kafka, valkey: null, mongo);
        await using var servers = await DrillServers.StartAsync(options, _folder.Path, TimeProvider.System, Token);
        await servers.CleanAsync("away", Token);
        await using var run = Start(servers);
        await UntilAsync(async () => await StatusAsync() == HttpStatusCode.OK);

        // Under way: a server that has never answered ends a run.
        await UntilAsync(async () => Regex.IsMatch(await MetricsAsync(), "worker_handled_total{otel_scope_name=\"Boom.Workers\",worker=\"enricher ztf 0\"} [1-9]"));

        foreach (var (name, check) in ((string, string)[])[("kafka", "Aspire.Confluent.Kafka.Consumer"), ("valkey", "StackExchange.Redis"), ("mongodb", "store")])
        {
            servers.Of(name).Proxy.Refuse();
            await UntilAsync(async () => await StatusAsync() == HttpStatusCode.ServiceUnavailable);
            Assert.Equal("Unhealthy", await CheckAsync(check));
            await UntilAsync(async () => Regex.IsMatch(await MetricsAsync(), $"health_status{{otel_scope_name=\"Boom.Health\",check=\"{Regex.Escape(check)}\"}} 0[ \n]"));

            servers.Of(name).Proxy.Mend();
            await UntilAsync(async () => await StatusAsync() == HttpStatusCode.OK);
            await UntilAsync(async () => Regex.IsMatch(await MetricsAsync(), $"health_status{{otel_scope_name=\"Boom.Health\",check=\"{Regex.Escape(check)}\"}} 1[ \n]"));
            Assert.Single(LogLines(), line => line.Contains($"{check} is not well", StringComparison.Ordinal));
            Assert.Single(LogLines(), line => line.Contains($"{check} is well again", StringComparison.Ordinal));
        }

        // An alert that a worker has stored and cannot queue is queued by the sweep as well, and handled twice.
        await UntilAsync(async () => Handled().Match(await MetricsAsync()) is { Success: true } handled && long.Parse(handled.Groups[1].Value, CultureInfo.InvariantCulture) >= Alerts);

        // Three servers, three workers and the looks at health: a handful of warnings, and no flood.
        Assert.InRange(LogLines().Count(line => line.Contains(" Warning ", StringComparison.Ordinal) && line.Contains(" Boom.", StringComparison.Ordinal)), 3, 30);
        Assert.InRange(LogLines().Count, 10, 200);
        run.Signal(ChildProcess.SigTerm);
        Assert.True(await run.WaitAsync(Patience, Token));
        Assert.Equal(0, run.ExitCode);
    }

    static Regex Handled() => new("worker_handled_total{otel_scope_name=\"Boom.Workers\",worker=\"enricher ztf 0\"} ([0-9]+)");

    ChildProcess Start(DrillServers servers) => ChildProcess.StartStage(
        "run",
        "boom",
        ["run", "--data", Data, "--simulate", "--alerts", $"{Alerts}", "--rate", "20/s", "--http-port", _port.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string?>
        {
            ["ConnectionStrings__kafka"] = DrillServers.Address(servers.Kafka.Proxy.Port),
            ["ConnectionStrings__valkey"] = DrillServers.Address(servers.Valkey.Proxy.Port),
            ["ConnectionStrings__alertdb"] = DrillServers.Database("away", servers.MongoDb!.Proxy.Port),
        },
        Path.Combine(_folder.Path, "run.log"));

    string Data => Path.Combine(_folder.Path, "data");

    List<string> LogLines()
    {
        using var log = new StreamReader(new FileStream(Path.Combine(Data, "boom.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. log.ReadToEnd().Split('\n')];
    }

    async Task<HttpStatusCode> StatusAsync() => (await _http.GetAsync($"http://127.0.0.1:{_port}/health", Token)).StatusCode;

    async Task<string?> CheckAsync(string name)
    {
        using var report = JsonDocument.Parse(await (await _http.GetAsync($"http://127.0.0.1:{_port}/health", Token)).Content.ReadAsStringAsync(Token));
        return report.RootElement.GetProperty("checks").GetProperty(name).GetProperty("status").GetString();
    }

    Task<string> MetricsAsync() => _http.GetStringAsync($"http://127.0.0.1:{_port}/metrics", Token);

    async Task UntilAsync(Func<Task<bool>> isSo)
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

            if (Stopwatch.GetElapsedTime(started) > Patience)
                Assert.Fail($"It did not come to pass. The run:\n{await File.ReadAllTextAsync(Path.Combine(_folder.Path, "run.log"), Token)}\nIts log:\n{string.Join('\n', LogLines().TakeLast(40))}");
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, Token);
        }
    }
}
