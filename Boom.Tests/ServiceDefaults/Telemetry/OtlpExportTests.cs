using System.Globalization;
using System.Text;
using Boom.Core.Surveys;
using Boom.Embedded.Plays;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Boom.Simulation;
using Boom.Storage.Sqlite;
using Boom.Testing;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Telemetry;

/// <summary>The three programs with the environment that Aspire sets, and a collector that looks at what they send.</summary>
public sealed class OtlpExportTests : IDisposable
{
    const int Alerts = 60;

    const string Password = "s3cret-not-to-be-told";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    static readonly string[] Stages = ["Boom.Consumer", "Boom.AlertWorker", "Boom.Enricher"];

    readonly TemporaryFolder _folder = new();
    readonly OtlpCollector _collector = new(FreePorts.Take(1)[0]);
    readonly EmbeddedBroker _broker = EmbeddedBroker.Start();
    readonly EmbeddedQueueServer _queues = EmbeddedQueueServer.Start();
    readonly SimulationOptions _night = new() { Alerts = Alerts, Seed = 7 };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _queues.Dispose();
        _broker.Dispose();
        _collector.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Export_OneNight_TellsOfEveryStageAndLinksTheWayOfEachAlert()
    {
        var store = Path.Combine(_folder.Path, "boom.db");
        using (SqliteStore.Open(new SqliteStoreOptions { Path = store }))
            _broker.EnsureTopic(_night.Topic);
        await using (var consumer = Start("Boom.Consumer", store, "--Consumer:Topics:0", _night.Topic, "--Consumer:Cooperative", "false", "--Consumer:CommitInterval", "00:00:01"))
        await using (var worker = Start("Boom.AlertWorker", store))
        await using (var enricher = Start("Boom.Enricher", store))
        {
            await PublishAsync();
            await UntilEnrichedAsync(store, [consumer, worker, enricher]);
            await UntilMeasuredAsync();
            foreach (var program in new[] { consumer, worker, enricher })
                program.Signal(ChildProcess.SigTerm);
            foreach (var program in new[] { consumer, worker, enricher })
            {
                Assert.True(await program.WaitAsync(TimeSpan.FromSeconds(20), Token), program.Tail());
                Assert.Equal(0, program.ExitCode);
            }
        }

        AssertResources();
        AssertWayOfEveryAlert();
        AssertLogs();
        AssertNothingIsGivenAway();
    }

    ChildProcess Start(string program, string store, params string[] arguments) => ChildProcess.StartStage(
        program,
        program,
        ["--Http:Port", "0", .. arguments],
        new Dictionary<string, string?>
        {
            ["ConnectionStrings__kafka"] = _broker.BootstrapServers,
            ["ConnectionStrings__valkey"] = $"{_queues.ConnectionString},password={Password}",
            ["ConnectionStrings__alertdb"] = $"Data Source={store}",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "named-" + program,
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=slot-" + program,
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        },
        Path.Combine(_folder.Path, program + ".log"));

    async Task PublishAsync()
    {
        using var admin = new KafkaAdmin(_broker.BootstrapServers);
        await using var publisher = new PacketPublisher(_broker.BootstrapServers, TimeProvider.System, NullLogger.Instance);
        await new PlainPlayer(publisher, admin, TimeProvider.System).PlayAsync(new PlayPlan(new SimulatedFeed(_night), _night.Topic, null), onPublished: null, Token);
    }

    static async Task UntilEnrichedAsync(string path, ChildProcess[] programs)
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = path, Recover = false });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while ((await store.CountAsync(Survey.Ztf, Token)).Enriched < Alerts)
        {
            foreach (var program in programs)
                Assert.False(program.HasExited, program.HasExited ? program.Tail() : "");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }

    // Queues and partitions are looked at now and then.
    async Task UntilMeasuredAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (FindMissingMetrics() is { Count: > 0 } missing)
        {
            Assert.False(patience.IsCancellationRequested, "Not measured: " + string.Join(", ", missing));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Token);
        }
    }

    HashSet<string> FindMissingMetrics()
    {
        HashSet<string> missing =
        [
            "kafka_consumer.alert.processed", "kafka_consumer.lag", "kafka_consumer.ledger.gaps", "alert_worker.alert.processed", "alert_worker.packet.age",
            "enrichment_worker.alert.processed", "queue.ready", "queue.leased", "queue.payload.size", "queue.oldest.age", "queue.leases.expired",
        ];
        missing.ExceptWith(_collector.Metrics().Select(pair => pair.Metric.Text(1)));
        return missing;
    }

    void AssertResources()
    {
        foreach (var stage in Stages)
        {
            foreach (var resources in new[] { _collector.Spans().Select(s => s.Resource), _collector.Logs().Select(l => l.Resource), _collector.Metrics().Select(m => m.Resource) })
            {
                var resource = resources.First(attributes => attributes["service.name"] == "named-" + stage);
                Assert.Equal("slot-" + stage, resource["service.instance.id"]);
                Assert.Equal("boom", resource["service.namespace"]);
                Assert.NotEmpty(resource["service.version"]);
                Assert.NotEmpty(resource["deployment.environment.name"]);
            }
        }
    }

    // From the span that enriched it back to the one that stored it, and to the one that read it from Kafka.
    void AssertWayOfEveryAlert()
    {
        var candids = new SimulatedNight(_night).Packets(0).Select(packet => packet.Candid.ToString(CultureInfo.InvariantCulture));
        var spans = _collector.Spans().Select(pair => pair.Span).ToDictionary(span => span.Hex(2));
        Assert.All(spans.Values.Where(span => span.Text(5) is "push packets" or "store alerts" or "enrich alerts"), span => Assert.Equal("", span.Hex(4)));
        foreach (var candid in candids)
        {
            var enriched = spans.Values.First(span => span.Text(5) == "enrich alerts" && Holds(span, candid));
            var stored = enriched.Messages(13).Select(link => spans[link.Hex(2)]).First(span => Holds(span, candid));
            Assert.Equal("store alerts", stored.Text(5));
            Assert.Contains(stored.Messages(13), link => spans[link.Hex(2)].Text(5) == "push packets");
        }

        static bool Holds(ProtobufMessage span, string candid) => span.Attributes(9).GetValueOrDefault("boom.candids", "").Split(',').Contains(candid);
    }

    void AssertLogs()
    {
        Assert.Contains(_collector.Logs(), log => log.Record.Messages(5).First().Text(1).StartsWith("Alert worker ZTF 0 started", StringComparison.Ordinal));
    }

    void AssertNothingIsGivenAway()
    {
        var password = Encoding.UTF8.GetBytes(Password);
        Assert.All(_collector.Requests, request => Assert.Equal(-1, request.Body.AsSpan().IndexOf(password)));
        foreach (var stage in Stages)
            Assert.DoesNotContain(Password, File.ReadAllText(Path.Combine(_folder.Path, stage + ".log")), StringComparison.Ordinal);
    }
}
