using Boom.Core.Resilience;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>Waiting for servers: what goes on meanwhile, and what is said.</content>
public sealed partial class ConsumerWorker
{
    /// <summary>Waits until nothing is being pushed.</summary>
    async ValueTask EndPushAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        await KeepMembershipAsync(consumer, _push, stoppingToken);
        await _push;
    }

    /// <summary>Makes a call until it is served, however long that takes, and stays a member of the group.</summary>
    async ValueTask<T> ServedAsync<T>(KafkaPacketConsumer consumer, Func<CancellationToken, ValueTask<T>> call, CancellationToken stoppingToken)
    {
        var answer = _calls.RunAsync(call, stoppingToken).AsTask();
        await KeepMembershipAsync(consumer, answer, stoppingToken);
        return await answer;
    }

    async ValueTask ServedAsync(KafkaPacketConsumer consumer, Func<CancellationToken, ValueTask> call, CancellationToken stoppingToken) =>
        await ServedAsync(
            consumer,
            async token =>
            {
                await call(token);
                return true;
            },
            stoppingToken);

    /// <summary>A server that is away does not cost the membership of the group: while a call goes on, signs of life are given.</summary>
    async ValueTask KeepMembershipAsync(KafkaPacketConsumer consumer, Task call, CancellationToken stoppingToken)
    {
        while (!call.IsCompleted)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var waited = Task.Delay(LongestWaitWithoutPoll, _timeProvider, look.Token);
            if (await Task.WhenAny(call, waited) == waited)
            {
                stoppingToken.ThrowIfCancellationRequested();
                HoldPaused(consumer, paused: true);
                await _polls!.RunAsync(consumer.KeepMembership);
            }

            await look.CancelAsync();
        }
    }

    /// <summary>
    /// The client tells of each partition that is read: packets, or its end. Of one of which it tells nothing the broker is asked; if there are packets,
    /// the client has lost sight of them, and another one takes its place.
    /// </summary>
    /// <exception cref="TransientFaultException">A partition stands still.</exception>
    async ValueTask RequireNewsAsync(KafkaPacketConsumer consumer, IReadOnlyList<TopicPartition> assigned, CancellationToken stoppingToken)
    {
        if (_options.BrokerIsEmbedded)
            return;
        if (_pressure.Full)
        {
            _standing.Clear();
            return;
        }

        foreach (var place in assigned)
        {
            var next = consumer.FindNext(place);
            if (!_standing.MustAsk(place, next, consumer.IsSilent(place)))
                continue;
            var (low, high) = await ServedAsync(consumer, _ => new ValueTask<(long Low, long High)>(Task.Run(() => ReadWatermarks(place), stoppingToken)), stoppingToken);
            if (Math.Max(low, next ?? 0) < high)
                throw new TransientFaultException($"Nothing comes of {place.Topic}[{place.Partition.Value}] from offset {next} on, though the broker has packets up to {high - 1}");
        }

        (long Low, long High) ReadWatermarks(TopicPartition place) =>
            consumer.Assignment.Contains(place) ? _admin!.ReadWatermarks(place.Topic, place.Partition.Value) : default;
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
        _telemetry.SetLags([]);
        _pulse.Wait(fault.Message);
    }

    void OnRefused(PermanentFaultException fault)
    {
        if (!_pulse.IsRefused)
            ConsumerLog.Refused(_logger, fault.Message);
        _telemetry.SetLags([]);
        _pulse.Refuse(fault.Message);
    }

    void OnPollFault(TransientFaultException fault, int failures)
    {
        _telemetry.PollFailed();
        OnFault(fault, failures);
    }

    void OnPushFault(TransientFaultException fault, int failures)
    {
        _telemetry.PushFailed();
        OnFault(fault, failures);
    }
}
