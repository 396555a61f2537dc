using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Boom.Cli;
using Boom.Hosting;
using Boom.Testing;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Embedded.Pipeline;

/// <summary><c>boom run</c> as whoever watches it sees it: health, metrics, ports.</summary>
public sealed partial class RunSiteTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TemporaryFolder _folder = new();
    readonly StringWriter _error = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    // A process of its own: a run that ends beside it in this one takes the metrics of the same name with it.
    [Fact]
    public async Task Run_WhileItGoesOn_ServesHealthAndMetrics()
    {
        var log = Path.Combine(_folder.Path, "run.log");
        await using var run = ChildProcess.StartStage(
            "run", "boom", ["run", "--data", Path.Combine(_folder.Path, "data"), "--http-port", "0", "--alerts", "200", "--night", "20260101"], new Dictionary<string, string?>(), log);
        using var http = new HttpClient { BaseAddress = new Uri(await AddressAsync(log)) };
        await UntilAsync(async () => (await http.GetStringAsync("metrics", Token)).Contains("enrichment_worker_alert_processed_total{otel_scope_name=\"Boom.Enricher\",status=\"ok\",survey=\"ZTF\"} 200", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("alive", Token)).StatusCode);
        var metrics = await http.GetStringAsync("metrics", Token);
        foreach (var name in (string[])["kafka_consumer_alert_processed_total", "alert_worker_alert_processed_total", "store_call_duration_seconds_bucket", "queue_call_duration_seconds_bucket", "messaging_publish_messages_total", "messaging_receive_messages_total", "worker_handled_total"])
            Assert.Contains(name, metrics, StringComparison.Ordinal);

        run.Signal(ChildProcess.SigTerm);
        Assert.True(await run.WaitAsync(Patience, Token));
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Run_PortAskedForIsTaken_EndsWithCode3AndSaysWhatToGive()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var exitCode = await RunAsync(CancellationToken.None, "--http-port", $"{port}", "--alerts", "10", "--until-done");

        Assert.Equal(3, exitCode);
        Assert.Contains($"{port}+", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortIsTakenAndTheNextWillDo_RunsOnAnother()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var exitCode = await RunAsync(CancellationToken.None, "--http-port", $"{port}+", "--alerts", "10", "--until-done");

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain($":{port}/", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CollectorDoesNotAnswer_IsDoneAllTheSame()
    {
        await using var run = ChildProcess.StartStage(
            "run",
            "boom",
            ["run", "--data", _folder.Path, "--alerts", "200", "--until-done"],
            new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1", ["OTEL_METRIC_EXPORT_INTERVAL"] = "100" },
            Path.Combine(_folder.Path, "run.log"));

        Assert.True(await run.WaitAsync(Patience, Token));

        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("BOOM_LOG", "loud")]
    [InlineData("BOOM_SPAN_EVENTS", "birth")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    [InlineData("Http__Port", "ninety")]
    public async Task Run_WrongEnvironment_EndsWithCode2AndNamesTheKey(string key, string value)
    {
        var log = Path.Combine(_folder.Path, "run.log");
        await using var run = ChildProcess.StartStage(
            "run", "boom", ["run", "--data", Path.Combine(_folder.Path, "data"), "--alerts", "10", "--until-done"], new Dictionary<string, string?> { [key] = value }, log);

        Assert.True(await run.WaitAsync(Patience, Token));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(key.Replace("__", ":", StringComparison.Ordinal), await File.ReadAllTextAsync(log, Token), StringComparison.Ordinal);
    }

    Task<int> RunAsync(CancellationToken stop, params string[] args)
    {
        var console = new CliConsole(TextWriter.Null, TextWriter.Synchronized(_error), TimeProvider.System, IsTerminal: false, HasColour: false);
        return Task.Run(() => BoomCommandLine.RunAsync(["run", "--data", _folder.Path, .. args], console, stop), Token);
    }

    static async Task<string> AddressAsync(string log)
    {
        var address = "";
        await UntilAsync(async () =>
        {
            address = File.Exists(log) && Address().Match(await ReadAsync(log)) is { Success: true } match ? match.Value : "";
            return address.Length > 0;
        });
        return address;
    }

    // It is being written.
    static async Task<string> ReadAsync(string log)
    {
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync(Token);
    }

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
        }
    }

    [GeneratedRegex("http://localhost:[0-9]+/")]
    private static partial Regex Address();
}
