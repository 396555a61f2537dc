using Boom.Consumer;
using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting.Clients;
using Boom.Messaging.Queues;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Boom.Tests.Embedded;

/// <summary>A consumer at work on the embedded servers, and what takes packets out of its queue as an alert worker would.</summary>
sealed class RunningConsumer : IAsyncDisposable
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    readonly ConsumerWorker _worker;

    RunningConsumer(ConsumerWorker worker, StagePulse pulse, ValkeyQueue queue, MemoryLedger ledger, ConsumerProgress progress)
    {
        _worker = worker;
        Pulse = pulse;
        Queue = queue;
        Ledger = ledger;
        Progress = progress;
    }

    public StagePulse Pulse { get; }

    public ValkeyQueue Queue { get; }

    public MemoryLedger Ledger { get; }

    public ConsumerProgress Progress { get; }

    public static async Task<RunningConsumer> StartAsync(
        EmbeddedServers servers,
        string topic,
        string queueName,
        MemoryLedger ledger,
        Action<ConsumerOptions>? configure = null,
        ConsumerProgress? progress = null,
        Action? onDrained = null,
        ILogger<ConsumerWorker>? logger = null,
        IConnectionMultiplexer? queueServer = null,
        StorageRoom? room = null)
    {
        var options = new ConsumerOptions
        {
            Survey = Survey.Ztf,
            BootstrapServers = servers.Broker.BootstrapServers,
            Topics = [topic],
            GroupId = queueName,
            TopicRefresh = TimeSpan.FromSeconds(1),
            SessionTimeout = TimeSpan.FromSeconds(2),
            FetchWait = TimeSpan.FromMilliseconds(5),
            BrokerIsEmbedded = true,
            CommitInterval = TimeSpan.FromMilliseconds(200),
        };
        configure?.Invoke(options);
        var queue = new ValkeyQueue(queueServer ?? servers.Valkey, queueName, TimeProvider.System);
        progress ??= new ConsumerProgress();
        var telemetry = new ConsumerTelemetry(Survey.Ztf, queueName, 0, TimeProvider.System);
        var pulse = new StagePulse("consumer", TimeProvider.System);
        var worker = new ConsumerWorker(
            options, queue, ledger, ledger, progress, telemetry, pulse, TimeProvider.System, logger ?? new TestOutputLogger<ConsumerWorker>(queueName, TimeProvider.System), onDrained, room);
        await worker.StartAsync(CancellationToken.None);
        return new RunningConsumer(worker, pulse, queue, ledger, progress);
    }

    /// <summary>Takes so many packets out of the queue, accounts for them as stored, and answers them in order.</summary>
    public async Task<List<ClaimedMessage>> TakeAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeLimit);
        var taken = new List<ClaimedMessage>();
        while (taken.Count < count)
        {
            var claimed = await ServedAsync(() => Queue.ClaimAsync(Math.Min(100, count - taken.Count), TimeSpan.FromMinutes(1), limit.Token), ClaimedBatch.Empty);
            if (claimed.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
                continue;
            }

            await Ledger.RecordAsync([.. claimed.Select(message => new LedgerEntry(
                message.Message.Origin, PacketOutcome.Stored, PacketMark.FingerprintOf(message.Message.Payload.Span)))], limit.Token);
            await Queue.SettleAsync([.. claimed.Select(message => new Settlement(message.Ticket, message.Attempt, SettlementKind.Done))], limit.Token);
            taken.AddRange(claimed);
        }

        return taken;
    }

    /// <summary>Takes out of the queue and accounts for whatever comes until the condition holds; answers what came.</summary>
    public async Task<List<ClaimedMessage>> TakeUntilAsync(Func<bool> condition, Action<ClaimedMessage>? took = null)
    {
        using var limit = new CancellationTokenSource(2 * TimeLimit);
        var taken = new List<ClaimedMessage>();
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            if ((await ServedAsync(() => Queue.GetStatusAsync(limit.Token), default)).Ready > 0)
            {
                var batch = await TakeAsync(1);
                taken.AddRange(batch);
                took?.Invoke(batch[0]);
            }
            else
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }

        return taken;
    }

    /// <summary>Waits until the condition holds.</summary>
    public static async Task UntilAsync(Func<ValueTask<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeLimit);
        while (!await ServedAsync(condition, absent: false))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
    }

    // A queue server that is away for a moment is waited for, as by a worker.
    static async ValueTask<T> ServedAsync<T>(Func<ValueTask<T>> call, T absent)
    {
        try
        {
            return await call();
        }
        catch (TransientFaultException)
        {
            return absent;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(CancellationToken.None);
        _worker.Dispose();
    }
}
