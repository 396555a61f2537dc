using System.IO.Hashing;
using System.Text;
using Boom.Consumer;
using Boom.Core.Plays;
using Boom.Core.Surveys;
using Boom.Embedded.Plays;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Boom.Embedded;

/// <summary>
/// Broker, queue server and store of one run: each embedded in this process unless its connection string is given. Disposing it stops
/// what it started and gives the data folder back.
/// </summary>
public sealed class EmbeddedStack : IAsyncDisposable
{
    /// <summary>Packets of one batch of an alert worker whose queue server shares this process's memory.</summary>
    public const int WorkerBatchSize = 50;

    readonly StackServers _servers;
    readonly TimeProvider _timeProvider;
    readonly ILoggerFactory _loggerFactory;
    readonly PlayRecovery? _recovery;
    volatile PlayRunner? _runner;

    EmbeddedStack(StackServers servers, PlayRecovery? recovery, ConsumerProgress progress, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        _servers = servers;
        _recovery = recovery;
        Progress = progress;
        _timeProvider = timeProvider;
        _loggerFactory = loggerFactory;
    }

    /// <summary>The locked data folder.</summary>
    public DataFolder Folder => _servers.Folder!;

    /// <summary>Kafka brokers.</summary>
    public string BootstrapServers => _servers.BootstrapServers;

    /// <summary>How to sign in at the brokers.</summary>
    public KafkaSecurity Security => _servers.KafkaSecurity;

    /// <summary>Whether the broker is the one in this process.</summary>
    public bool BrokerIsEmbedded => _servers.Broker is not null;

    /// <summary>Connection to the queue server.</summary>
    public IConnectionMultiplexer Valkey => _servers.Valkey!;

    /// <summary>Whether the queue server is the one in this process.</summary>
    public bool QueueServerIsEmbedded => _servers.QueueServer is not null;

    /// <summary>The store.</summary>
    public StackStore Store => _servers.Store!;

    /// <summary>To be given to the consumer (as the service <see cref="IConsumerProgress"/>): plays on the embedded broker wait for it.</summary>
    public ConsumerProgress Progress { get; }

    /// <summary>
    /// Starts everything and fills the embedded broker again as far as needs no consumer; start the stages next, then call
    /// <see cref="RepublishAsync"/> and <see cref="PlayAsync"/>.
    /// </summary>
    /// <param name="options">What to use.</param>
    /// <param name="openStore">Opens the store in the data folder.</param>
    /// <param name="timeProvider">Time.</param>
    /// <param name="loggerFactory">Log.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    /// <exception cref="StackException">A server that was asked for cannot be used.</exception>
    public static async Task<EmbeddedStack> StartAsync(
        StackOptions options,
        Func<DataFolder, CancellationToken, ValueTask<StackStore>> openStore,
        TimeProvider timeProvider,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        var servers = new StackServers();
        try
        {
            await servers.StartAsync(options, openStore, timeProvider, loggerFactory, cancellationToken);
            var progress = new ConsumerProgress();
            var recovery = servers.Broker is null
                ? null
                : new PlayRecovery(
                    servers.Broker, servers.Publisher!, servers.Store!.Journal, servers.Store.Alerts, progress,
                    loggerFactory.CreateLogger<PlayRecovery>());
            if (recovery is not null)
                await recovery.FillAsync(cancellationToken);
            return new EmbeddedStack(servers, recovery, progress, timeProvider, loggerFactory);
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a topic of the embedded broker, so that a consumer that starts finds it; a real broker is left alone.</summary>
    public void EnsureTopic(string topic) => _servers.Broker?.EnsureTopic(topic);

    /// <summary>Settings of a consumer on this stack; small limits when its servers share this process's memory.</summary>
    public void Configure(ConsumerOptions options)
    {
        options.BootstrapServers = BootstrapServers;
        options.Security = _servers.KafkaSecurity;

        // What is played may be of any night.
        options.AllNights = true;
        options.Cooperative = false;

        // A group shares its packets out among its members; those of another data folder must not get ours.
        options.GroupId = $"boom-{options.Survey.ToLowerName()}-{Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes($"{Environment.MachineName}:{Folder.Path}")))}";
        if (BrokerIsEmbedded)
        {
            options.BrokerIsEmbedded = true;
            options.TopicRefresh = TimeSpan.FromSeconds(1);
            // Our own broker does not end a wait when something comes.
            options.FetchWait = TimeSpan.FromMilliseconds(60);
            options.Linger = TimeSpan.FromMilliseconds(5);
            options.PrefetchBytes = 8 << 20;

            // The embedded broker lets a group whose topics have changed wait for one second less than this.
            options.SessionTimeout = TimeSpan.FromSeconds(2);
            options.CommitInterval = TimeSpan.FromSeconds(2);
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
    public string? PlayerWaitsFor => _runner?.WaitsFor ?? _recovery?.WaitsFor;

    /// <summary>Sequence numbers of played packets of a topic that nothing accounts for and that cannot be had again, ascending.</summary>
    public IReadOnlyList<long> FindLost(string topic) => _recovery?.FindLost(topic) ?? [];

    /// <summary>Plays a feed: see <see cref="PlayRunner.PlayAsync"/>, or <see cref="PlainPlayer.PlayAsync"/> on a real broker.</summary>
    public async Task<PlayResult> PlayAsync(
        IPacketFeed feed, string topic, double? packetsPerSecond, Action<long>? onPublished, CancellationToken cancellationToken)
    {
        if (_servers.Broker is { } broker)
        {
            broker.EnsureTopic(topic);
            var runner = _runner = new PlayRunner(
                broker, _servers.Publisher!, Store.Journal, Store.Alerts, Progress, _timeProvider, _loggerFactory.CreateLogger<PlayRunner>());
            return await runner.PlayAsync(feed, topic, packetsPerSecond, onPublished, cancellationToken);
        }

        using var admin = new KafkaAdmin(BootstrapServers, _servers.KafkaSecurity);
        var player = new PlainPlayer(_servers.Publisher!, admin, _timeProvider);
        return await player.PlayAsync(feed, topic, packetsPerSecond, onPublished, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _servers.DisposeAsync();
}
