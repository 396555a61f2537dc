using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Boom.Embedded;

/// <summary>What a stack has started so far, to be ended in the opposite order.</summary>
sealed class StackServers : IAsyncDisposable
{
    public DataFolder? Folder { get; private set; }

    public StackStore? Store { get; private set; }

    public EmbeddedQueueServer? QueueServer { get; private set; }

    public IConnectionMultiplexer? Valkey { get; private set; }

    public EmbeddedBroker? Broker { get; private set; }

    public PacketPublisher? Publisher { get; private set; }

    public KafkaSecurity KafkaSecurity { get; private set; } = new();

    public string BootstrapServers { get; private set; } = "";

    public async Task StartAsync(
        StackOptions options,
        Func<DataFolder, CancellationToken, ValueTask<StackStore>> openStore,
        TimeProvider timeProvider,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        Folder = DataFolder.Open(options.DataPath);
        Store = await openStore(Folder, cancellationToken);
        if (string.IsNullOrWhiteSpace(options.ValkeyConnection))
            QueueServer = EmbeddedQueueServer.Start();
        Valkey = await QueueServerConnection.ConnectAsync(
            QueueServer?.ConnectionString ?? options.ValkeyConnection!, "start it, or unset ConnectionStrings__valkey to use the embedded one");
        if (string.IsNullOrWhiteSpace(options.KafkaConnection))
            Broker = EmbeddedBroker.Start();
        KafkaSecurity = Broker is null ? options.KafkaSecurity : new KafkaSecurity();
        BootstrapServers = Broker?.BootstrapServers ?? options.KafkaConnection!;
        Publisher = new PacketPublisher(BootstrapServers, timeProvider, loggerFactory.CreateLogger<PacketPublisher>(), KafkaSecurity);
    }

    public async ValueTask DisposeAsync()
    {
        if (Publisher is not null)
            await Publisher.DisposeAsync();
        Broker?.Dispose();
        if (Valkey is not null)
            await Valkey.DisposeAsync();
        QueueServer?.Dispose();
        if (Store is not null)
            await Store.Lifetime.DisposeAsync();
        Folder?.Dispose();
    }
}
