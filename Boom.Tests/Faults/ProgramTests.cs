using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Boom.Lab.Drill;
using Boom.Testing;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Faults;

/// <summary>The stages as programs: what they say and how they end, without any server.</summary>
public sealed class ProgramTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly TemporaryFolder _folder = new();
    readonly int _port = FreePorts.Take(1)[0];

    public static TheoryData<string> Programs => ["Boom.Consumer", "Boom.AlertWorker", "Boom.Enricher", "Boom.FilterWorker"];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Start_NoConnectionStrings_EndsWithCode2AndNamesTheKey(string name)
    {
        await using var program = Start(name, []);

        Assert.True(await program.WaitAsync(Patience, Token));

        Assert.Equal(2, program.ExitCode);
        Assert.Contains("ConnectionStrings__", program.Tail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Boom.Consumer", "--Consumer:Colour", "Consumer:Colour")]
    [InlineData("Boom.Consumer", "--Consumer:BatchSize", "Consumer:BatchSize")]
    [InlineData("Boom.AlertWorker", "--AlertWorker:Lease", "AlertWorker:Lease")]
    [InlineData("Boom.Enricher", "--Enricher:SweepInterval", "Enricher:SweepInterval")]
    [InlineData("Boom.FilterWorker", "--Filter:BudgetMicroseconds", "Filter:BudgetMicroseconds")]
    [InlineData("Boom.FilterWorker", "--Streams:Public:Partitions", "Streams:Public:Partitions")]
    [InlineData("Boom.AlertWorker", "--Surveys", "Surveys")]
    [InlineData("Boom.AlertWorker", "--AlertDb:ReplyTimeout", "AlertDb:ReplyTimeout")]
    [InlineData("Boom.Consumer", "--AlertDb:Colour", "AlertDb:Colour")]
    [InlineData("Boom.AlertWorker", "--Telemetry:Heartbeat", "Telemetry:Heartbeat")]
    [InlineData("Boom.Enricher", "--Telemetry:TraceRatio", "Telemetry:TraceRatio")]
    [InlineData("Boom.Consumer", "--BOOM_LOG", "BOOM_LOG")]
    [InlineData("Boom.Enricher", "--OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    public async Task Start_WrongOption_EndsWithCode2AndNamesTheKey(string name, string option, string key)
    {
        await using var program = Start(name, Unreachable(), option, "-7");

        Assert.True(await program.WaitAsync(Patience, Token));

        Assert.Equal(2, program.ExitCode);
        Assert.Contains(key, program.Tail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "carrier-pigeon")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "often")]
    [InlineData("OTEL_BSP_SCHEDULE_DELAY", "0")]
    public async Task Start_WrongSettingOfTheCollector_EndsWithCode2AndNamesTheKey(string key, string value)
    {
        await using var program = Start("Boom.Enricher", Unreachable(), "--OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "--" + key, value);

        Assert.True(await program.WaitAsync(Patience, Token));

        Assert.Equal(2, program.ExitCode);
        Assert.Contains(key, program.Tail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortTaken_EndsWithCode3AndNamesTheKey()
    {
        using var other = new TcpListener(IPAddress.Any, _port);
        other.Start();
        await using var program = Start("Boom.AlertWorker", Unreachable());

        Assert.True(await program.WaitAsync(Patience, Token));

        Assert.Equal(3, program.ExitCode);
        Assert.Contains("Http:Port", program.Tail(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Start_StoreThatIsNone_EndsWithCode3AndOneSentence(string name)
    {
        var file = Path.Combine(_folder.Path, "none.db");
        await File.WriteAllTextAsync(file, new string('x', 4096), Token);
        var environment = Unreachable();
        environment["ConnectionStrings__alertdb"] = $"Data Source={file}";
        await using var program = Start(name, environment);

        Assert.True(await program.WaitAsync(Patience, Token));

        Assert.Equal(3, program.ExitCode);
        Assert.Contains($"{file} is not a store of Boom", program.Tail(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Tail(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Run_ServersAway_IsAliveNotReadyAndEndsWhenAsked(string name)
    {
        await using var program = Start(name, Unreachable());

        await UntilAsync(HttpStatusCode.OK, "/alive");
        await UntilAsync(HttpStatusCode.ServiceUnavailable, "/health");
        Assert.False(program.HasExited, program.HasExited ? program.Tail() : "");
        program.Signal(ChildProcess.SigTerm);

        Assert.True(await program.WaitAsync(DrillProgram.LongestStop, Token), program.Tail());
        Assert.Equal(0, program.ExitCode);
    }

    // Ports of this machine on which nobody listens.
    static Dictionary<string, string?> Unreachable()
    {
        var ports = FreePorts.Take(3);
        return new()
        {
            ["ConnectionStrings__kafka"] = DrillServers.Address(ports[0]),
            ["ConnectionStrings__valkey"] = DrillServers.Address(ports[1]),
            ["ConnectionStrings__alertdb"] = DrillServers.Database("boom", ports[2]),
        };
    }

    ChildProcess Start(string program, Dictionary<string, string?> environment, params string[] arguments)
    {
        foreach (var key in new[] { "kafka", "valkey", "alertdb" }.Select(key => "ConnectionStrings__" + key))
            environment.TryAdd(key, null);
        string[] all = ["--Http:Port", _port.ToString(CultureInfo.InvariantCulture), .. arguments];
        return ChildProcess.StartStage(program, program, all, environment, Path.Combine(_folder.Path, "log"));
    }

    async Task UntilAsync(HttpStatusCode wanted, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(path, patience.Token);
                if (answer.StatusCode == wanted)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet listening.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }
}
