using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Embedded;

/// <summary>A queue server and a broker for the tests of one class.</summary>
public sealed class EmbeddedServers : IAsyncLifetime
{
    public EmbeddedQueueServer QueueServer { get; } = EmbeddedQueueServer.Start();

    public EmbeddedBroker Broker { get; } = EmbeddedBroker.Start();

    public IConnectionMultiplexer Valkey { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Valkey = await ConnectionMultiplexer.ConnectAsync(QueueServer.ConnectionString);

    public PacketPublisher CreatePublisher() =>
        new(Broker.BootstrapServers, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        await Valkey.DisposeAsync();
        Broker.Dispose();
        QueueServer.Dispose();
    }
}
