using System.Globalization;
using Boom.Messaging.Kafka;
using Boom.Testing;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Support;

/// <summary>A Kafka of one node, started for the tests that share it; without it they are skipped. Each uses topics of its own.</summary>
public sealed class KafkaTestServer : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly TemporaryFolder _folder = new();
    int _port;
    ChildProcess? _process;
    IAdminClient? _admin;

    /// <summary>Address of the broker.</summary>
    public string BootstrapServers { get; private set; } = "";

    /// <summary>Its address where users sign in: SASL_PLAINTEXT, SCRAM-SHA-512, user boom, password boom-secret.</summary>
    public string SignInServers { get; private set; } = "";

    /// <summary>The administrator of the broker, or the reason why the test is skipped.</summary>
    public IAdminClient Require()
    {
        Assert.SkipWhen(_admin is null, $"No Kafka can be started, as {Obstacle}.");
        return _admin!;
    }

    static string? Obstacle
        => TestServices.Script("kafka") is null ? "there is no folder services beside the folder of real packets (BOOM_TEST_DATA)"
            : TestServices.Has("java") ? null
            : "the servers there need Java, which is not installed";

    public async ValueTask InitializeAsync()
    {
        if (Obstacle is not null)
            return;
        _port = TakeThreeInARow();
        (BootstrapServers, SignInServers) = ($"127.0.0.1:{_port}", $"127.0.0.1:{_port + 2}");
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        await StartAsync();
    }

    /// <summary>Stops the broker, remembers what it has on its disk, and starts it again.</summary>
    public async Task RememberAsync()
    {
        Require();

        // In good order: one that was killed waits nine seconds for its own session to end, now and each time it is set back.
        _process!.Signal(ChildProcess.SigTerm);
        await _process.WaitAsync(Patience, CancellationToken.None);
        await _process.DisposeAsync();
        await CopyAsync(Data, Data + "-copy");
        await StartAsync();
    }

    /// <summary>Kills the broker and starts it with what it had at <see cref="RememberAsync"/>.</summary>
    public async Task SetBackAsync()
    {
        await _process!.DisposeAsync();
        await CopyAsync(Data + "-copy", Data);
        await StartAsync();
    }

    public async Task MakeTopicAsync(string topic, int partitions) =>
        await Require().CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]);

    /// <summary>Deletes a topic; returns when the broker tells of it no more.</summary>
    public async Task DeleteTopicAsync(string topic)
    {
        await Require().DeleteTopicsAsync([topic]);
        await RunningUntilAsync(() => Task.FromResult(_admin!.GetMetadata(Patience).Topics.TrueForAll(one => one.Topic != topic)));
    }

    /// <summary>Deletes a topic and makes it again, as soon as the broker lets us.</summary>
    public async Task MakeTopicAnewAsync(string topic, int partitions)
    {
        await Require().DeleteTopicsAsync([topic]);
        await RunningUntilAsync(async () =>
        {
            try
            {
                await MakeTopicAsync(topic, partitions);
                return true;
            }
            catch (CreateTopicsException)
            {
                return false;
            }
        });
    }

    /// <summary>Gives a topic more partitions; returns when the broker tells of them, which it does a moment after it has said yes.</summary>
    public async Task AddPartitionsAsync(string topic, int partitions)
    {
        await Require().CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }]);
        await RunningUntilAsync(() => Task.FromResult(_admin!.GetMetadata(topic, Patience).Topics.Any(
            one => one.Partitions.Count == partitions && one.Partitions.TrueForAll(partition => partition.Leader >= 0))));
    }

    /// <summary>Publishes packets whose text is a tag and their number, over the partitions in turn.</summary>
    public async Task PublishAsync(string topic, int partitions, int count, string tag)
    {
        await using var publisher = new PacketPublisher(BootstrapServers, TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < count; i++)
            await publisher.PublishAsync(topic, i % partitions, System.Text.Encoding.ASCII.GetBytes($"{tag}:{i}"), CancellationToken.None);
        await publisher.FlushAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    string Data => Path.Combine(_folder.Path, "data");

    ChildProcess Run() => ChildProcess.Start(
        "kafka",
        "bash",
        [TestServices.Script("kafka")!, _port.ToString(CultureInfo.InvariantCulture), Data],
        new Dictionary<string, string?> { ["KAFKA_HEAP"] = "384m" },
        Path.Combine(_folder.Path, "log"));

    async Task StartAsync()
    {
        _process = Run();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                _admin!.GetMetadata(TimeSpan.FromSeconds(1));
                return;
            }
            catch (KafkaException) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                // The script makes up an identifier for the cluster; one in sixty-four begins with a hyphen, which Kafka takes for an option.
                if (_process.HasExited)
                {
                    await _process.DisposeAsync();
                    _process = Run();
                }

                await Task.Yield();
            }
        }
    }

    async Task CopyAsync(string from, string to)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        await using var copy = ChildProcess.Start("cp", "cp", ["-a", from, to], new Dictionary<string, string?>(), Path.Combine(_folder.Path, "cp.log"));
        Assert.True(await copy.WaitAsync(Patience, CancellationToken.None) && copy.ExitCode == 0);
    }

    static int TakeThreeInARow()
    {
        while (true)
        {
            var ports = FreePorts.Take(3);
            if (ports[1] == ports[0] + 1 && ports[2] == ports[0] + 2)
                return ports[0];
        }
    }

    static async Task RunningUntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }
}
