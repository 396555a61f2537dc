using Boom.Core.Plays;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting.Clients;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Consumer;

/// <summary>
/// Moves packets from Kafka to the packets queue, batch by batch, from the first offset that the ledger does not account for. It ends only
/// when it is stopped: servers that are away are waited for.
/// </summary>
sealed partial class ConsumerWorker(
    ConsumerOptions options, ILeasedQueue queue, ILedger ledger, IIntakeSwitch orders, IConsumerProgress progress, ConsumerTelemetry telemetry, StagePulse pulse,
    TimeProvider time, ILogger<ConsumerWorker> logger, Action? onDrained = null, StorageRoom? room = null) : BackgroundService
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

    static readonly RetryOptions Waits = new() { FirstWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromSeconds(15) };

    readonly IReadMarks? _marks = options.BrokerIsEmbedded ? null : queue as IReadMarks;
    readonly ConsumerStep _step = new();
    readonly ExpiringOffsets _expiring = new();
    readonly IntakeWatch _intake = new(options.Survey, orders, time);
    readonly QueuePressure _pressure = new(options.MaxQueueMessages, options.MaxQueueBytes);
    readonly TopicRoster _roster = new(new TopicPlan(options));
    readonly SemaphoreSlim _identifying = new(1);
    readonly StandingPartitions _standing = new(time);
    KafkaAdmin? _admin;
    OwnThread? _polls;
    Task _push = Task.CompletedTask;
    IntakePause? _heeded;
    long? _pausedSince;

    Retry Reading => field ??= new Retry(
        Waits with { OnAway = (fault, failures) => OnFault(fault, failures, telemetry.PollFailed), OnRefused = OnRefused }, time, options.Seed);

    Retry Calls => field ??= new Retry(Waits with { OnAway = (fault, failures) => OnFault(fault, failures) }, time, options.Seed + 1);

    Retry Pushes => field ??= new Retry(Waits with { OnAway = (fault, failures) => OnFault(fault, failures, telemetry.PushFailed) }, time, options.Seed + 2);

    // Nothing is read while the queue is full, or while the intake is paused.
    bool IsHeld => _pressure.Full || IsIntakePaused;

    bool IsIntakePaused => _intake.Pause is not null || room?.Shortage is not null;

    string InstanceId => options.Instance.Length > 0 ? $"{options.Group}-{options.Instance}" : "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host's start must not wait for the work.
        await Task.Yield();
        telemetry.Begin();
        using var polls = _polls = new OwnThread($"boom consumer {options.Survey}");
        try
        {
            await Reading.RunForeverAsync(ReadAsync, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            ConsumerLog.Stopped(logger, telemetry.Queued);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _identifying.Dispose();
    }

    async Task ReadAsync(CancellationToken stoppingToken)
    {
        var settings = new KafkaConsumerSettings(
            options.BootstrapServers, options.Group, options.TopicRefresh, options.PrefetchBytes, options.FetchWait,
            options.SessionTimeout, InstanceId, options.Cooperative, options.MaxSilence, options.BrokerIsEmbedded, options.Security);
        using var admin = _admin = new KafkaAdmin(options.BootstrapServers, options.Security);
        using var consumer = new KafkaPacketConsumer(settings, partitions => ReadFirstDue(partitions, stoppingToken), logger);
        await Task.Run(() => BeginTopicsAsync(stoppingToken).AsTask(), stoppingToken);
        await _intake.BeginAsync(stoppingToken);
        if (room is not null)
            await room.BeginAsync(stoppingToken);
        HeedPause();
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
        var (batch, other) = (new List<KafkaPacket>(options.BatchSize), new List<KafkaPacket>(options.BatchSize));
        var lastCompared = time.GetTimestamp();
        var (lastPolled, lastLookedAtTopics) = (lastCompared, lastCompared);
        var patience = IdlePoll < options.CommitInterval ? IdlePoll : options.CommitInterval;
        while (true)
        {
            stoppingToken.ThrowIfCancellationRequested();
            if (_push.IsCompleted)
                GoOn();
            _intake.Update(stoppingToken);
            room?.Update();
            HeedPause();
            if (consumer.TakeLinkLost() | TakeLongPause())
                await VerifyAsync(consumer, stoppingToken);
            if (_pressure.MustLook)
            {
                await EndPushAsync(consumer, stoppingToken);
                _pressure.Update(await ServedAsync(consumer, queue.GetStatusAsync, stoppingToken));
                telemetry.Pause(_pressure.Full);
            }

            var held = IsHeld;
            if (held && time.GetElapsedTime(lastPolled) < LongestWaitWithoutPoll)
            {
                await Task.Delay(IsIntakePaused ? LongestWaitWithoutPoll : PausedLook, time, stoppingToken);
            }
            else
            {
                SetPaused(consumer, held);
                var polled = batch;
                var count = _pressure.Allow(options.BatchSize);
                await _polls!.RunAsync(() => consumer.Poll(polled, count, options.BatchBytes, held ? PausedLook : patience, options.Linger, time));
                lastPolled = time.GetTimestamp();
                if (consumer.Assignment.Count > 0)
                    Reading.Served();
                if (batch.Count > 0)
                {
                    await PassOnAsync(consumer, batch, stoppingToken);
                    (batch, other) = (other, batch);
                }
            }

            if (time.GetElapsedTime(lastLookedAtTopics) >= options.RosterInterval)
            {
                await EndPushAsync(consumer, stoppingToken);
                await LookAtTopicsAsync(consumer, stoppingToken);
                lastLookedAtTopics = time.GetTimestamp();
            }

            if (time.GetElapsedTime(lastCompared) >= options.CommitInterval)
            {
                await EndPushAsync(consumer, stoppingToken);
                await CompareWithLedgerAsync(consumer, stoppingToken);
                lastCompared = time.GetTimestamp();
            }
        }
    }

    /// <summary>Decides on a batch, and begins to push it when the one before it is in the queue.</summary>
    async ValueTask PassOnAsync(KafkaPacketConsumer consumer, List<KafkaPacket> batch, CancellationToken stoppingToken)
    {
        await EndPushAsync(consumer, stoppingToken);
        var outcome = _step.Decide(batch);
        if (outcome.Rejected.Count > 0)
            await ServedAsync(consumer, token => ledger.RecordAsync(outcome.Rejected, token), stoppingToken);
        if (outcome.Skipped > 0)
            telemetry.Skipped(outcome.Skipped);
        _pressure.Push(outcome.Messages.Count, outcome.Bytes);
        _push = PushAsync(outcome, _marks is null ? [] : _step.MarksOf(outcome.Messages), batch, consumer.TraceParent, stoppingToken);
    }

    async Task PushAsync(ConsumerOutcome outcome, IReadOnlyList<ReadMark> marks, List<KafkaPacket> batch, string? poll, CancellationToken stoppingToken)
    {
        long? atMs = null;
        if (outcome.Messages.Count > 0)
        {
            using var span = telemetry.StartPush(outcome.Messages, poll);
            var messages = BatchSpan.Carry(span, outcome.Messages);
            var started = time.GetTimestamp();
            if (_marks is not null)
                await Pushes.RunAsync(token => Answered(_marks.NoteAsync(marks, token)), stoppingToken);
            var receipt = await Pushes.RunAsync(token => queue.PushAsync(messages, token), stoppingToken);
            telemetry.Pushed(outcome, time.GetElapsedTime(started));
            _pressure.Update(receipt);
            _expiring.Push(receipt.AtMs);
            pulse.Handle(messages.Count);
            atMs = receipt.AtMs;
        }

        ReportProgress(batch, atMs);
    }

    void ReportProgress(List<KafkaPacket> batch, long? atMs)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (!ConsumerStep.EndsRun(batch, i))
                continue;
            var origin = batch[i].Origin;
            _step.Of(origin.Topic, origin.Partition).Pass(origin.Offset + 1, atMs);
            progress.Advance(origin.Topic, origin.Partition, origin.Offset + 1);
        }
    }

    void SetPaused(KafkaPacketConsumer consumer, bool paused)
    {
        if (!HoldPaused(consumer, paused))
            return;
        if (paused)
            ConsumerLog.Paused(logger, _pressure.Messages, _pressure.Bytes);
        else
            ConsumerLog.Resumed(logger);
    }

    // A look of the room may end between two lines of the loop: what it says is taken once.
    void HeedPause()
    {
        var (shortage, order) = (room?.Shortage, _intake.Pause);
        if (shortage is null && order == _heeded && !pulse.IsForcedToPause)
            return;
        var before = (Reason: pulse.Pause, IsForced: pulse.IsForcedToPause);
        _heeded = order;
        if (shortage is null)
            pulse.Pause = order?.Describe(options.Survey);
        else if (shortage != before.Reason)
            pulse.Halt(shortage);
        (telemetry.IsIntakePaused, telemetry.LacksRoom) = (order is not null, shortage is not null);
        if (pulse.Pause is not { } reason)
            ConsumerLog.IntakeResumed(logger, options.Survey.ToUpperName());
        else if (!(before.IsForced && pulse.IsForcedToPause))
            ConsumerLog.IntakePaused(logger, reason);
    }

    bool HoldPaused(KafkaPacketConsumer consumer, bool paused)
    {
        if (!consumer.SetPaused(paused))
            return false;
        _pausedSince = paused ? time.GetTimestamp() : null;
        _standing.Clear();
        return true;
    }

    /// <summary>Whether nothing was fetched for so long that the loss of a connection may have gone unnoticed; the pause begins anew.</summary>
    bool TakeLongPause()
    {
        if (options.BrokerIsEmbedded || _pausedSince is not { } since || time.GetElapsedTime(since) < LongPause || IsHeld)
            return false;
        _pausedSince = time.GetTimestamp();
        return true;
    }
}
