using Boom.Core.Pipeline;
using Boom.Messaging.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Consumer;

/// <summary>
/// Moves packets from Kafka to the packets queue, batch by batch, from the first offset that the ledger does not account for. It ends only
/// when it is stopped: servers that are away are waited for.
/// </summary>
public sealed partial class ConsumerWorker : BackgroundService
{
    static readonly TimeSpan PausedPoll = TimeSpan.FromMilliseconds(10);

    // A pause empties the client's buffers, and the stream is slow to come back; a short wait costs neither. A longer one must poll, or
    // the group could not move partitions meanwhile.
    static readonly TimeSpan LongestWaitWithoutPoll = TimeSpan.FromSeconds(1);

    readonly ConsumerOptions _options;
    readonly ILeasedQueue _queue;
    readonly ILedger _ledger;
    readonly IConsumerProgress _progress;
    readonly ConsumerTelemetry _telemetry;
    readonly TimeProvider _timeProvider;
    readonly ILogger<ConsumerWorker> _logger;
    readonly StagePulse _pulse;
    readonly PatientCaller _patient;
    readonly ConsumerStep _step = new();
    readonly QueuePressure _pressure;
    readonly Dictionary<TopicPartition, long> _passed = [];
    readonly TopicRoster _roster;
    readonly Action? _onDrained;
    Task _push = Task.CompletedTask;

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
        _ledger = ledger;
        _progress = progress;
        _telemetry = telemetry;
        _pulse = pulse;
        _timeProvider = timeProvider;
        _logger = logger;
        _roster = new TopicRoster(new TopicPlan(options));
        _onDrained = onDrained;
        _patient = new PatientCaller(timeProvider, options.Seed);
        _pressure = new QueuePressure(options.MaxQueueMessages, options.MaxQueueBytes);
    }

    string InstanceId => _options.Instance.Length > 0 ? $"{GroupId}-{_options.Instance}" : "";

    string GroupId => _options.GroupId.Length > 0 ? _options.GroupId : ConsumerServiceCollectionExtensions.DefaultGroupId(_options.Survey);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Polling blocks; the host's start must not wait for it.
        await Task.Yield();
        _telemetry.Begin();
        try
        {
            while (true)
            {
                try
                {
                    await ReadAsync(stoppingToken);
                }
                catch (Exception exception) when (TransientFaultException.Of(exception, stoppingToken) is not null)
                {
                    var fault = TransientFaultException.Of(exception, stoppingToken)!;
                    _telemetry.PollFailed();
                    OnFault(fault, _patient.Failures + 1);
                    await _patient.PauseAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            ConsumerLog.Stopped(_logger, _telemetry.Queued);
        }
    }

    async Task ReadAsync(CancellationToken stoppingToken)
    {
        var settings = new KafkaConsumerSettings(
            _options.BootstrapServers, GroupId, _options.TopicRefresh, _options.PrefetchBytes, _options.FetchWait,
            _options.SessionTimeout, InstanceId, _options.Cooperative, _options.Security);
        using var consumer = new KafkaPacketConsumer(settings, ReadFirstDue, _logger);
        await BeginTopicsAsync(stoppingToken);
        Subscribe(consumer);

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
        var lastLookedAtTopics = _timeProvider.GetTimestamp();
        // One is pushed while the other is read.
        var (batch, other) = (new List<KafkaPacket>(_options.BatchSize), new List<KafkaPacket>(_options.BatchSize));
        var lastCompared = _timeProvider.GetTimestamp();
        var lastPolled = lastCompared;
        while (true)
        {
            stoppingToken.ThrowIfCancellationRequested();
            if (_push.IsCompleted)
                GoOn();
            if (_pressure.MustLook)
            {
                await EndPushAsync(consumer, stoppingToken);
                await LookAtQueueAsync(stoppingToken);
            }

            if (_pressure.Full && _timeProvider.GetElapsedTime(lastPolled) < LongestWaitWithoutPoll)
            {
                await Task.Delay(PausedPoll, _timeProvider, stoppingToken);
            }
            else
            {
                SetPaused(consumer, _pressure.Full);
                var linger = _pressure.Full ? PausedPoll : _options.Linger;
                consumer.Poll(batch, _pressure.Allow(_options.BatchSize), _options.BatchBytes, linger, _timeProvider);
                if (!_pressure.Full)
                    lastPolled = _timeProvider.GetTimestamp();
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
            await _patient.RunAsync(token => _ledger.RecordAsync(outcome.Rejected, token), OnFault, stoppingToken);
        if (outcome.Skipped > 0)
            _telemetry.Skipped(outcome.Skipped);
        _pressure.Pushed(outcome.Messages.Count, outcome.Bytes);
        _push = PushAsync(outcome, batch, consumer.TraceParent, stoppingToken);
    }

    async Task PushAsync(ConsumerOutcome outcome, List<KafkaPacket> batch, string? poll, CancellationToken stoppingToken)
    {
        if (outcome.Messages.Count > 0)
        {
            using var span = _telemetry.StartPush(outcome.Messages, poll);
            var messages = BatchSpan.Carry(span, outcome.Messages);
            var started = _timeProvider.GetTimestamp();
            await _patient.RunAsync(token => _queue.PushAsync(messages, token), OnPushFault, stoppingToken);
            _telemetry.Pushed(outcome, _timeProvider.GetElapsedTime(started));
            _pulse.Handle(messages.Count);
        }

        ReportProgress(batch);
    }

    /// <summary>Waits until nothing is being pushed; a queue server that is away does not cost the membership of the group.</summary>
    async ValueTask EndPushAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        while (!_push.IsCompleted)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var waited = Task.Delay(LongestWaitWithoutPoll, _timeProvider, look.Token);
            if (await Task.WhenAny(_push, waited) == waited)
            {
                stoppingToken.ThrowIfCancellationRequested();
                consumer.SetPaused(true);
                consumer.KeepMembership();
            }

            await look.CancelAsync();
        }

        await _push;
    }

    void ReportProgress(List<KafkaPacket> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            // Packets of one partition arrive in runs: the last of a run speaks for it.
            var origin = batch[i].Origin;
            if (i + 1 < batch.Count && batch[i + 1].Origin.Partition == origin.Partition && batch[i + 1].Origin.Topic == origin.Topic)
                continue;
            _passed[new TopicPartition(origin.Topic, origin.Partition)] = origin.Offset + 1;
            _progress.Advance(origin.Topic, origin.Partition, origin.Offset + 1);
        }
    }

    async ValueTask LookAtQueueAsync(CancellationToken stoppingToken)
    {
        _pressure.Look(await _patient.RunAsync(_queue.GetStatusAsync, OnFault, stoppingToken));
        _telemetry.Pause(_pressure.Full);
    }

    void SetPaused(KafkaPacketConsumer consumer, bool paused)
    {
        if (!consumer.SetPaused(paused))
            return;
        if (paused)
            ConsumerLog.Paused(_logger, _pressure.Messages, _pressure.Bytes);
        else
            ConsumerLog.Resumed(_logger);
    }

    void GoOn()
    {
        if (_pulse.Trouble is not null)
            ConsumerLog.GoesOn(_logger);
        _pulse.Beat();
    }

    void OnFault(TransientFaultException fault, int failures)
    {
        // A line when it begins, and one when it is over.
        if (_pulse.Trouble is null)
            ConsumerLog.Waiting(_logger, fault.Message);
        ConsumerLog.AttemptFailed(_logger, fault, failures);

        // How far the partitions are cannot be told now; no figure is better than an old one.
        _telemetry.Look([]);
        _pulse.Wait(fault.Message);
    }

    void OnPushFault(TransientFaultException fault, int failures)
    {
        _telemetry.PushFailed();
        OnFault(fault, failures);
    }
}
