using System.IO.Hashing;
using System.Text;
using Boom.Consumer;
using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Embedded.Plays;
using Boom.Embedded.Readers;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Boom.Embedded;

/// <summary>
/// Broker, queue server and store of one run: each embedded in this process unless its connection string is given. Disposing it stops
/// what it started and gives the data folder back.
/// </summary>
sealed class EmbeddedStack : IAsyncDisposable
{
    /// <summary>Packets of one batch of an alert worker whose queue server shares this process's memory.</summary>
    public const int WorkerBatchSize = 50;

    readonly TimeProvider _timeProvider;
    readonly ILoggerFactory _loggerFactory;
    EmbeddedQueueServer? _queueServer;
    EmbeddedBroker? _broker;
    ReadersGate? _readers;
    PacketPublisher? _publisher;
    PartitionPacers? _pacers;
    PlayRecovery? _recovery;

    EmbeddedStack(DataFolder folder, TimeProvider timeProvider, ILoggerFactory loggerFactory) =>
        (Folder, _timeProvider, _loggerFactory) = (folder, timeProvider, loggerFactory);

    public DataFolder Folder { get; }

    public string BootstrapServers { get; private set; } = "";

    public KafkaSecurity Security { get; private set; } = new();

    public bool BrokerIsEmbedded => _broker is not null;

    public bool QueueServerIsEmbedded => _queueServer is not null;

    public IConnectionMultiplexer Valkey { get; private set; } = null!;

    public StackStore Store { get; private set; } = null!;

    /// <summary>Where readers of the streams sign in; null when nobody may.</summary>
    public string? ReadersAddress => _readers?.Address;

    /// <summary>To be given to the consumer (as the service <see cref="IConsumerProgress"/>): plays on the embedded broker wait for it.</summary>
    public ConsumerProgress Progress { get; } = new();

    /// <summary>
    /// Starts everything and fills the embedded broker again as far as needs no consumer; start the stages next, then call
    /// <see cref="RepublishAsync"/> and <see cref="PlayAsync"/>.
    /// </summary>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    /// <exception cref="StackException">A server that was asked for cannot be used.</exception>
    /// <exception cref="TransientFaultException">A server does not answer: see <see cref="FirstAnswer"/>.</exception>
    public static async Task<EmbeddedStack> StartAsync(
        StackOptions options,
        Func<DataFolder, CancellationToken, ValueTask<StackStore>> openStore,
        TimeProvider timeProvider,
        ILoggerFactory loggerFactory,
        Action<string> showWarning,
        CancellationToken cancellationToken)
    {
        var stack = new EmbeddedStack(DataFolder.Open(options.DataPath), timeProvider, loggerFactory);
        try
        {
            stack.Store = await openStore(stack.Folder, cancellationToken);
            await stack.StartServersAsync(options, showWarning, cancellationToken);
            if (stack._recovery is { } recovery)
                await recovery.FillAsync(cancellationToken);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a topic of the embedded broker, so that a consumer that starts finds it; a real broker is left alone.</summary>
    public void EnsureTopic(string topic) => _broker?.EnsureTopic(topic);

    /// <summary>Settings of a consumer on this stack; small limits when its servers share this process's memory.</summary>
    public void Configure(ConsumerOptions options)
    {
        options.BootstrapServers = BootstrapServers;
        options.Security = Security;

        // What is played may be of any night.
        options.AllNights = true;
        options.Cooperative = false;

        // A group shares its packets out among its members; those of another data folder must not get ours.
        options.GroupId = $"boom-{options.Survey.ToLowerName()}-{Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes($"{Environment.MachineName}:{Folder.Path}")))}";
        if (BrokerIsEmbedded)
        {
            options.UseEmbeddedBroker();
            options.Simulated = true;
        }

        if (QueueServerIsEmbedded)
        {
            options.BatchSize = 64;
            options.MaxQueueMessages = 1_000;
            options.MaxQueueBytes = 20_000_000;
        }
    }

    /// <summary>
    /// Publishes again, on the embedded broker, what nothing accounts for since the last end; the consumer must be running. With a real
    /// broker there is nothing to do.
    /// </summary>
    public Task<RecoveryResult> RepublishAsync(Func<string, IPacketFeed?> open, CancellationToken cancellationToken) =>
        _recovery is null ? Task.FromResult(new RecoveryResult(0, 0, 0)) : _recovery.RepublishAsync(open, cancellationToken);

    /// <summary>What the player waits for, a sentence; null when for nothing.</summary>
    public string? PlayerWaitsFor => _pacers?.WaitsFor;

    /// <summary>Sequence numbers of played packets of a topic that nothing accounts for and that cannot be had again, ascending.</summary>
    public IReadOnlyList<long> FindLost(string topic) => _recovery?.FindLost(topic) ?? [];

    /// <summary>Plays a feed: see <see cref="PlayRunner.PlayAsync"/>, or <see cref="PlainPlayer.PlayAsync"/> on a real broker.</summary>
    public async Task<PlayResult> PlayAsync(PlayPlan plan, CancellationToken cancellationToken)
    {
        if (_broker is { } broker)
        {
            broker.EnsureTopic(plan.Topic);
            var runner = new PlayRunner(
                broker, _publisher!, Store.Journal, Store.Alerts, _pacers!, _timeProvider, _loggerFactory.CreateLogger<PlayRunner>());
            return await runner.PlayAsync(plan, onPublished: null, cancellationToken);
        }

        using var admin = new KafkaAdmin(BootstrapServers, Security);
        return await new PlainPlayer(_publisher!, admin, _timeProvider).PlayAsync(plan, onPublished: null, cancellationToken);
    }

    /// <summary>Ends what was started so far, in the opposite order.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_readers is not null)
            await _readers.DisposeAsync();
        if (_publisher is not null)
            await _publisher.DisposeAsync();
        _broker?.Dispose();
        if (Valkey is not null)
            await Valkey.DisposeAsync();
        _queueServer?.Dispose();
        if (Store is not null)
            await Store.Lifetime.DisposeAsync();
        Folder.Dispose();
    }

    async Task StartServersAsync(StackOptions options, Action<string> showWarning, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.ValkeyConnection))
            _queueServer = EmbeddedQueueServer.Start();
        var connection = _queueServer?.ConnectionString ?? options.ValkeyConnection!;
        Valkey = await FirstAnswer.OfAsync(
            async _ => await QueueServerConnection.ConnectAsync(connection, "start it, or unset ConnectionStrings__valkey to use the embedded one"), showWarning,
            _timeProvider, cancellationToken);
        if (string.IsNullOrWhiteSpace(options.KafkaConnection))
            _broker = EmbeddedBroker.Start();
        else
            Security = options.KafkaSecurity;
        BootstrapServers = _broker?.BootstrapServers ?? options.KafkaConnection!;
        _publisher = new PacketPublisher(BootstrapServers, _timeProvider, _loggerFactory.CreateLogger<PacketPublisher>(), Security);
        if (_broker is not null)
        {
            if (options.Readers.HasUser)
                _readers = ReadersGate.Start(options.Readers, BootstrapServers, _loggerFactory.CreateLogger<ReadersGate>());
            _pacers = new PartitionPacers(_broker, Progress);
            _recovery = new PlayRecovery(_broker, _publisher, Store.Journal, Store.Alerts, _pacers, _loggerFactory.CreateLogger<PlayRecovery>());
        }
    }
}

/// <summary>What a run is to use.</summary>
/// <param name="DataPath">Data folder.</param>
/// <param name="KafkaConnection">Connection string <c>kafka</c>: bootstrap servers; null for the embedded broker.</param>
/// <param name="ValkeyConnection">Connection string <c>valkey</c>, as StackExchange.Redis takes it; null for the embedded queue server.</param>
sealed record StackOptions(string DataPath, string? KafkaConnection, string? ValkeyConnection)
{
    /// <summary>How to sign in at the brokers that <see cref="KafkaConnection"/> names.</summary>
    public KafkaSecurity KafkaSecurity { get; init; } = new();

    /// <summary>Who may read the embedded broker's streams by signing in; default nobody.</summary>
    public ReadersOptions Readers { get; init; } = new();
}

