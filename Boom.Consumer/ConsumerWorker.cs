using Boom.Core.Plays;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Telemetry;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Consumer;

/// <summary>
/// Moves packets from Kafka to the packets queue, batch by batch, from the first offset that the ledger does not account for. It ends only
/// when it is stopped: servers that are away are waited for.
/// </summary>
public sealed partial class ConsumerWorker : BackgroundService
{
    // How long a poll waits for a first packet: an arrival ends it at once, a stop does not.
    static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(500);

    // How often a full queue is looked at.
    static readonly TimeSpan PausedLook = TimeSpan.FromMilliseconds(20);

    // A pause empties the client's buffers, and the stream is slow to come back; a short wait costs neither. A longer one must poll, or
    // the group would take this member for one that hangs.
    static readonly TimeSpan LongestWaitWithoutPoll = TimeSpan.FromSeconds(1);

    // The client says nothing of a connection that is lost when it was idle for a minute.
    static readonly TimeSpan LongPause = TimeSpan.FromSeconds(30);

    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    readonly ConsumerOptions _options;
    readonly ILeasedQueue _queue;
    readonly IReadMarks? _marks;
    readonly ILedger _ledger;
    readonly IConsumerProgress _progress;
    readonly ConsumerTelemetry _telemetry;
    readonly TimeProvider _timeProvider;
    readonly ILogger<ConsumerWorker> _logger;
    readonly StagePulse _pulse;
    readonly Retry _reading;
    readonly Retry _calls;
    readonly Retry _pushes;
    readonly ConsumerStep _step = new();
    readonly ExpiringOffsets _expiring = new();
    readonly QueuePressure _pressure;
    readonly TopicRoster _roster;
    readonly Action? _onDrained;
    readonly SemaphoreSlim _identifying = new(1);
    readonly StandingPartitions _standing;
    KafkaAdmin? _admin;
    OwnThread? _polls;
    Task _push = Task.CompletedTask;
    long? _pausedSince;

    /// <summary>A worker of one survey.</summary>
    public ConsumerWorker(
        ConsumerOptions options,
        ILeasedQueue packets,
        ILedger ledger,
        IConsumerProgress progress,
        ConsumerTelemetry telemetry,
        StagePulse pulse,
        TimeProvider timeProvider,
        ILogger<ConsumerWorker> logger,
        Action? onDrained = null)
    {
        _options = options;
        _queue = packets;
        _marks = options.BrokerIsEmbedded ? null : packets as IReadMarks;
        _ledger = ledger;
        _progress = progress;
        _telemetry = telemetry;
        _pulse = pulse;
        _timeProvider = timeProvider;
        _logger = logger;
        _standing = new StandingPartitions(timeProvider);
        _roster = new TopicRoster(new TopicPlan(options));
        _onDrained = onDrained;
        var retry = new RetryOptions { FirstWait = FirstWait, LongestWait = LongestWait };
        _reading = new Retry(retry with { OnAway = OnPollFault, OnRefused = OnRefused }, timeProvider, options.Seed);
        _calls = new Retry(retry with { OnAway = OnFault }, timeProvider, options.Seed + 1);
        _pushes = new Retry(retry with { OnAway = OnPushFault }, timeProvider, options.Seed + 2);
        _pressure = new QueuePressure(options.MaxQueueMessages, options.MaxQueueBytes);
    }

    string InstanceId => _options.Instance.Length > 0 ? $"{_options.Group}-{_options.Instance}" : "";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host's start must not wait for the work.
        await Task.Yield();
        _telemetry.Begin();
        using var polls = _polls = new OwnThread($"boom consumer {_options.Survey}");
        try
        {
            await _reading.RunForeverAsync(ReadAsync, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            ConsumerLog.Stopped(_logger, _telemetry.Queued);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _identifying.Dispose();
    }

    async Task ReadAsync(CancellationToken stoppingToken)
    {
        var settings = new KafkaConsumerSettings(
            _options.BootstrapServers, _options.Group, _options.TopicRefresh, _options.PrefetchBytes, _options.FetchWait,
            _options.SessionTimeout, InstanceId, _options.Cooperative, _options.MaxSilence, _options.BrokerIsEmbedded, _options.Security);
        using var admin = _admin = new KafkaAdmin(_options.BootstrapServers, _options.Security);
        using var consumer = new KafkaPacketConsumer(settings, partitions => ReadFirstDue(partitions, stoppingToken), _logger);
        await Task.Run(() => BeginTopicsAsync(stoppingToken).AsTask(), stoppingToken);
        Subscribe(consumer);
        _standing.Clear();

        try
        {
            await MoveAsync(consumer, stoppingToken);
        }
        finally
        {
            // What is being pushed lies in memory of the consumer.
            await _push.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task MoveAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        // One is pushed while the other is read.
        var (batch, other) = (new List<KafkaPacket>(_options.BatchSize), new List<KafkaPacket>(_options.BatchSize));
        var lastCompared = _timeProvider.GetTimestamp();
        var (lastPolled, lastLookedAtTopics) = (lastCompared, lastCompared);
        var patience = IdlePoll < _options.CommitInterval ? IdlePoll : _options.CommitInterval;
        while (true)
        {
            stoppingToken.ThrowIfCancellationRequested();
            if (_push.IsCompleted)
                GoOn();
            if (consumer.TakeLinkLost() | TakeLongPause())
                await VerifyAsync(consumer, stoppingToken);
            if (_pressure.MustLook)
            {
                await EndPushAsync(consumer, stoppingToken);
                await LookAtQueueAsync(consumer, stoppingToken);
            }

            var full = _pressure.Full;
            if (full && _timeProvider.GetElapsedTime(lastPolled) < LongestWaitWithoutPoll)
            {
                await Task.Delay(PausedLook, _timeProvider, stoppingToken);
            }
            else
            {
                SetPaused(consumer, full);
                var polled = batch;
                var count = _pressure.Allow(_options.BatchSize);
                await _polls!.RunAsync(() => consumer.Poll(
                    polled, count, _options.BatchBytes, full ? PausedLook : patience, _options.Linger, _timeProvider));
                lastPolled = _timeProvider.GetTimestamp();
                if (consumer.Assignment.Count > 0)
                    _reading.Served();
                if (batch.Count > 0)
                {
                    await PassOnAsync(consumer, batch, stoppingToken);
                    (batch, other) = (other, batch);
                }
            }

            if (_timeProvider.GetElapsedTime(lastLookedAtTopics) >= _options.RosterInterval)
            {
                await EndPushAsync(consumer, stoppingToken);
                await LookAtTopicsAsync(consumer, stoppingToken);
                lastLookedAtTopics = _timeProvider.GetTimestamp();
            }

            if (_timeProvider.GetElapsedTime(lastCompared) >= _options.CommitInterval)
            {
                await EndPushAsync(consumer, stoppingToken);
                await CompareWithLedgerAsync(consumer, stoppingToken);
                lastCompared = _timeProvider.GetTimestamp();
            }
        }
    }

    /// <summary>Decides on a batch, and begins to push it when the one before it is in the queue.</summary>
    async ValueTask PassOnAsync(KafkaPacketConsumer consumer, List<KafkaPacket> batch, CancellationToken stoppingToken)
    {
        await EndPushAsync(consumer, stoppingToken);
        var outcome = _step.Decide(batch);
        if (outcome.Rejected.Count > 0)
            await ServedAsync(consumer, token => _ledger.RecordAsync(outcome.Rejected, token), stoppingToken);
        if (outcome.Skipped > 0)
            _telemetry.Skipped(outcome.Skipped);
        _pressure.Push(outcome.Messages.Count, outcome.Bytes);
        _push = PushAsync(outcome, _marks is null ? [] : _step.MarksOf(outcome.Messages), batch, consumer.TraceParent, stoppingToken);
    }

    async Task PushAsync(
        ConsumerOutcome outcome, IReadOnlyList<ReadMark> marks, List<KafkaPacket> batch, string? poll, CancellationToken stoppingToken)
    {
        long? atMs = null;
        if (outcome.Messages.Count > 0)
        {
            using var span = _telemetry.StartPush(outcome.Messages, poll);
            var messages = BatchSpan.Carry(span, outcome.Messages);
            var started = _timeProvider.GetTimestamp();
            if (_marks is not null)
                await _pushes.RunAsync(token => NoteAsync(marks, token), stoppingToken);
            var receipt = await _pushes.RunAsync(token => _queue.PushAsync(messages, token), stoppingToken);
            _telemetry.Pushed(outcome, _timeProvider.GetElapsedTime(started));
            _pressure.Update(receipt);
            _expiring.Push(receipt.AtMs);
            _pulse.Handle(messages.Count);
            atMs = receipt.AtMs;
        }

        ReportProgress(batch, atMs);
    }

    async ValueTask<bool> NoteAsync(IReadOnlyList<ReadMark> marks, CancellationToken cancellationToken)
    {
        await _marks!.NoteAsync(marks, cancellationToken);
        return true;
    }

    void ReportProgress(List<KafkaPacket> batch, long? atMs)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            // Packets of one partition arrive in runs: the last of a run speaks for it.
            var origin = batch[i].Origin;
            if (i + 1 < batch.Count && batch[i + 1].Origin.Partition == origin.Partition && batch[i + 1].Origin.Topic == origin.Topic)
                continue;
            _step.Of(origin.Topic, origin.Partition).Pass(origin.Offset + 1, atMs);
            _progress.Advance(origin.Topic, origin.Partition, origin.Offset + 1);
        }
    }

    async ValueTask LookAtQueueAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        _pressure.Update(await ServedAsync(consumer, _queue.GetStatusAsync, stoppingToken));
        _telemetry.Pause(_pressure.Full);
    }

    void SetPaused(KafkaPacketConsumer consumer, bool paused)
    {
        if (!HoldPaused(consumer, paused))
            return;
        if (paused)
            ConsumerLog.Paused(_logger, _pressure.Messages, _pressure.Bytes);
        else
            ConsumerLog.Resumed(_logger);
    }

    bool HoldPaused(KafkaPacketConsumer consumer, bool paused)
    {
        if (!consumer.SetPaused(paused))
            return false;
        _pausedSince = paused ? _timeProvider.GetTimestamp() : null;
        _standing.Clear();
        return true;
    }

    /// <summary>Whether nothing was fetched for so long that the loss of a connection may have gone unnoticed; the pause begins anew.</summary>
    bool TakeLongPause()
    {
        if (_options.BrokerIsEmbedded || _pausedSince is not { } since || _timeProvider.GetElapsedTime(since) < LongPause || _pressure.Full)
            return false;
        _pausedSince = _timeProvider.GetTimestamp();
        return true;
    }
}
