using Boom.Core.Resilience;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>Waiting for servers: what goes on meanwhile, and what is said.</content>
sealed partial class ConsumerWorker
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
        var answer = Calls.RunAsync(call, stoppingToken).AsTask();
        await KeepMembershipAsync(consumer, answer, stoppingToken);
        return await answer;
    }

    async ValueTask ServedAsync(KafkaPacketConsumer consumer, Func<CancellationToken, ValueTask> call, CancellationToken stoppingToken) =>
        await ServedAsync(consumer, token => Answered(call(token)), stoppingToken);

    static async ValueTask<bool> Answered(ValueTask call)
    {
        await call;
        return true;
    }

    /// <summary>A server that is away does not cost the membership of the group: while a call goes on, signs of life are given.</summary>
    async ValueTask KeepMembershipAsync(KafkaPacketConsumer consumer, Task call, CancellationToken stoppingToken)
    {
        while (!call.IsCompleted)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var waited = Task.Delay(LongestWaitWithoutPoll, time, look.Token);
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
        if (options.BrokerIsEmbedded)
            return;
        if (IsHeld)
        {
            _standing.Clear();
            return;
        }

        foreach (var place in assigned)
        {
            var next = consumer.Positions.Find(place);
            if (!_standing.MustAsk(place, next, consumer.Positions.IsSilent(place)))
                continue;
            var (low, high) = await ServedAsync(consumer, _ => new ValueTask<(long Low, long High)>(Task.Run(() => ReadWatermarks(place), stoppingToken)), stoppingToken);
            if (Math.Max(low, next ?? 0) < high)
            {
                throw new TransientFaultException(
                    $"Nothing comes of {place.Topic}[{place.Partition.Value}] from offset {next} on, though the broker has packets up to {high - 1}");
            }
        }

        (long Low, long High) ReadWatermarks(TopicPartition place) =>
            consumer.Assignment.Contains(place) ? _admin!.FindWatermarks(place.Topic, place.Partition.Value) ?? default : default;
    }

    void GoOn()
    {
        if (pulse.Trouble is not null)
            ConsumerLog.GoesOn(logger);
        pulse.Beat();
    }

    void OnFault(TransientFaultException fault, int failures, Action? count = null)
    {
        count?.Invoke();

        // A line when it begins, and one when it is over.
        if (pulse.Trouble is null)
            ConsumerLog.Waiting(logger, fault.Message);
        ConsumerLog.AttemptFailed(logger, fault, failures);

        // How far the partitions are cannot be told now; no figure is better than an old one.
        telemetry.SetLags([]);
        pulse.Wait(fault.Message);
    }

    void OnRefused(PermanentFaultException fault)
    {
        if (!pulse.IsRefused)
            ConsumerLog.Refused(logger, fault.Message);
        telemetry.SetLags([]);
        pulse.Refuse(fault.Message);
    }
}
