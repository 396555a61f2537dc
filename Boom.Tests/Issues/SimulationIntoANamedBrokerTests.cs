using System.Text;
using Boom.Messaging.Kafka;
using Boom.Testing;
using Boom.Tests.Embedded;
using Boom.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>With a named broker, <c>boom run --night</c> published 5,000 invented packets into that night instead of reading it.</summary>
[Collection(EmbeddedServersGroup.Name)]
public sealed class SimulationIntoANamedBrokerTests(EmbeddedServers servers) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_NightOfANamedBroker_PublishesNothing()
    {
        servers.Broker.EnsureTopic("ztf_20260203_programid1");

        var (exitCode, text) = await RunAsync("--night", "20260203", "--until-done", "--http-port", "0");

        Assert.True(exitCode == 0, text);
        Assert.Equal(0, Published("ztf_20260203_programid1"));
    }

    [Fact]
    public async Task Run_PublishOnlyIntoANamedBroker_PublishesWithTheHeader()
    {
        const string topic = "ztf_20260204_programid1";
        servers.Broker.EnsureTopic(topic);
        var (exitCode, text) = await RunAsync("--night", "20260204", "--alerts", "6", "--publish-only");

        Assert.True(exitCode == 0, text);
        Assert.Equal(6, Published(topic));
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(
            new ConsumerConfig { BootstrapServers = servers.Broker.BootstrapServers, GroupId = "headers" }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, 0));
        var record = consumer.Consume(TimeSpan.FromSeconds(20));
        Assert.Contains(record.Message.Headers, header => header.Key == "boom-simulated");
        Assert.Contains("Boom (simulated sky)", Encoding.Latin1.GetString(record.Message.Value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--alerts", "5")]
    [InlineData("--seed", "5")]
    [InlineData("--rate", "5")]
    public async Task Run_OptionOfASimulationWithoutSimulate_IsWrongUsage(string option, string value)
    {
        var (exitCode, text) = await RunAsync(option, value);

        Assert.True(exitCode == 2, text);
        Assert.Contains("--simulate", text, StringComparison.Ordinal);
    }

    long Published(string topic)
    {
        using var admin = new KafkaAdmin(servers.Broker.BootstrapServers);
        return admin.ReadWatermarks(topic).Sum(marks => marks.High);
    }

    async Task<(int ExitCode, string Text)> RunAsync(params string[] args)
    {
        await using var program = ChildProcess.StartStage(
            "run", "boom", ["run", "--data", Path.Combine(_folder.Path, "data"), .. args],
            new Dictionary<string, string?> { ["ConnectionStrings__kafka"] = servers.Broker.BootstrapServers }, Path.Combine(_folder.Path, "run.log"));
        Assert.True(await program.WaitAsync(Patience, TestContext.Current.CancellationToken), program.Tail());
        return (program.ExitCode, program.Tail());
    }
}
