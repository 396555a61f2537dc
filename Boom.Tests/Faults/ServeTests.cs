using System.Globalization;
using System.Text.Json;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Testing;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Faults;

/// <summary>Stages and player in processes of their own, on <c>boom serve</c>.</summary>
public sealed class ServeTests : IDisposable
{
    const int Alerts = 400;
    const int SigKill = 9;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly TemporaryFolder _folder = new();
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    readonly string[] _ports = [.. FreePorts.Take(6).Select(port => port.ToString(CultureInfo.InvariantCulture))];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Data => Path.Combine(_folder.Path, "data");

    Dictionary<string, string?> Store => new() { ["ConnectionStrings__alertdb"] = $"Data Source={Path.Combine(Data, "boom.db")}" };

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    ChildProcess Serve() => ChildProcess.StartStage(
        "serve", "boom",
        ["serve", "--data", Data, "--kafka-port", _ports[0], "--valkey-port", _ports[1], "--http-port", _ports[2]],
        new Dictionary<string, string?>(), Path.Combine(_folder.Path, "serve.log"));

    ChildProcess Stage(string program, string port) => ChildProcess.StartStage(
        program, program, ["--Http:Port", port],
        new Dictionary<string, string?>(Store)
        {
            ["ConnectionStrings__kafka"] = $"localhost:{_ports[0]}",
            ["ConnectionStrings__valkey"] = $"localhost:{_ports[1]}",
            ["Consumer__BrokerIsEmbedded"] = program == "Boom.Consumer" ? "true" : null,
            ["Consumer__Night"] = program == "Boom.Consumer" ? "20260101" : null,
        },
        Path.Combine(_folder.Path, $"{program}.log"));

    ChildProcess Play() => ChildProcess.StartStage(
        "player", "boom", ["run", "--alerts", $"{Alerts}", "--rate", "100/s", "--publish-only"],
        new Dictionary<string, string?> { ["services__servers__http__0"] = $"http://localhost:{_ports[2]}" }, Path.Combine(_folder.Path, "player.log"));

    async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"Not in time: {what}.\n{string.Join("\n", Directory.GetFiles(_folder.Path, "*.log").Select(File.ReadAllText))}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
        }
    }

    async Task<bool> IsHealthyAsync()
    {
        try
        {
            return (await _http.GetAsync($"http://localhost:{_ports[2]}/health", Token)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    async Task<long> CountStoredAsync()
    {
        try
        {
            using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db"), CreateIfMissing = false, Recover = false });
            return (await store.CountAsync(Survey.Ztf, Token)).Alerts;
        }
        catch (Exception fault) when (fault is PermanentFaultException or TransientFaultException)
        {
            return 0;
        }
    }

    async Task<JsonElement> AuditAsync()
    {
        await using var audit = ChildProcess.StartStage("audit", "boom", ["audit", "--json"], Store, Path.Combine(_folder.Path, "audit.log"));
        Assert.True(await audit.WaitAsync(Patience, Token));
        using var account = JsonDocument.Parse((await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "audit.log"), Token)).Last(line => line.StartsWith('{')));
        return account.RootElement.Clone();
    }

    [Fact]
    public async Task Serve_IsKilledAmidAPlayAndStartedAgain_StagesAndPlayerGoOnAndNothingIsLost()
    {
        var serve = Serve();
        await UntilAsync(IsHealthyAsync, "boom serve is healthy");
        await using var consumer = Stage("Boom.Consumer", _ports[3]);
        await using var worker = Stage("Boom.AlertWorker", _ports[4]);
        await using var enricher = Stage("Boom.Enricher", _ports[5]);
        await using var player = Play();
        await UntilAsync(async () => await CountStoredAsync() > Alerts / 4, "a quarter is stored");

        serve.Signal(SigKill);
        await serve.DisposeAsync();
        await using var again = Serve();

        Assert.True(await player.WaitAsync(Patience, Token), player.Tail());
        Assert.Equal(0, player.ExitCode);
        await UntilAsync(async () => (await AuditAsync()).GetProperty("enriched").GetInt64() == Alerts, "all is enriched");
        var account = await AuditAsync();
        long Number(string name) => account.GetProperty(name).GetInt64();
        Assert.Equal((Alerts, 0, 0, 0, 0), (Number("published"), Number("waiting"), Number("unaccounted"), Number("expired"), Number("deadLettered")));
        Assert.Equal(Alerts, Number("alertsStored"));
        again.Signal(ChildProcess.SigTerm);
        Assert.True(await again.WaitAsync(Patience, Token), again.Tail());
        Assert.Equal(0, again.ExitCode);
    }
}
