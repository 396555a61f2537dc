namespace Boom.Core.Pipeline;

/// <summary>
/// The life of a worker on a leased queue: claim a batch, have it processed, settle it, again. Servers that go away pause it, without
/// limit; a message that breaks the processing is tried alone, and given up after its last attempt without harm to its neighbours.
/// </summary>
public sealed class LeaseLoop
{
    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    readonly ILeasedQueue _queue;
    readonly LeaseLoopSettings _settings;
    readonly IBatchProcessor _processor;
    readonly TimeProvider _time;
    readonly StagePulse? _pulse;
    readonly Backoff _claims;
    readonly Backoff _work;

    /// <param name="queue">The queue to work on.</param>
    /// <param name="settings">Batch size, lease, attempts, polling.</param>
    /// <param name="processor">Does the work of the stage.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="seed">Of the jitter between tries.</param>
    /// <param name="pulse">Told how the worker fares.</param>
    public LeaseLoop(ILeasedQueue queue, LeaseLoopSettings settings, IBatchProcessor processor, TimeProvider time, int seed, StagePulse? pulse = null)
    {
        _pulse = pulse;
        _queue = queue;
        _settings = settings;
        _processor = processor;
        _time = time;
        _claims = new Backoff(FirstWait, LongestWait, seed);
        _work = new Backoff(FirstWait, LongestWait, ~seed);
    }

    /// <summary>
    /// Works until <paramref name="stopping"/> is signalled; the batch in hand is then finished, or released if its servers are away.
    /// The next batch is fetched while the one in hand is processed.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var next = ClaimAsync(stopping);
        while (await next is { } batch)
        {
            using var owned = batch;
            if (stopping.IsCancellationRequested)
            {
                if (batch.Count > 0)
                    await ReleaseAsync(batch);
                return;
            }

            if (batch.Count == 0)
            {
                if (!await WaitAsync(_settings.PollInterval, stopping))
                    return;
                next = ClaimAsync(stopping);
                continue;
            }

            next = ClaimAsync(stopping);
            var settlements = await ProcessOrLeaveAsync(batch, next, stopping);
            if (settlements is null)
                await ReleaseAsync(batch);
            else if (await UntilServedAsync(_work, () => SettleAsync(settlements), stopping) is not null)
                _pulse?.Handle(settlements.Count);
        }
    }

    // A store that no waiting mends is no fault of the messages: they go back without an attempt, and the worker ends for all to see.
    async ValueTask<IReadOnlyList<Settlement>?> ProcessOrLeaveAsync(ClaimedBatch batch, Task<ClaimedBatch?> next, CancellationToken stopping)
    {
        try
        {
            return await UntilServedAsync(_work, () => ProcessAsync(batch), stopping);
        }
        catch (PermanentFaultException)
        {
            await ReleaseAsync(batch);
            if (await next is { Count: > 0 } claimed)
                await ReleaseAsync(claimed);
            throw;
        }
    }

    Task<ClaimedBatch?> ClaimAsync(CancellationToken stopping) => UntilServedAsync(
        _claims, () => _queue.ClaimAsync(_settings.BatchSize, _settings.Lease, CancellationToken.None), stopping).AsTask();

    // On the way out: one try, since a message that stays leased comes back by itself.
    async Task ReleaseAsync(IReadOnlyList<ClaimedMessage> batch)
    {
        try
        {
            await _queue.SettleAsync(Verdict(batch, SettlementKind.Release), CancellationToken.None);
        }
        catch (TransientFaultException fault)
        {
            _processor.OnPaused(fault);
        }
    }

    async ValueTask<IReadOnlyList<Settlement>> ProcessAsync(IReadOnlyList<ClaimedMessage> batch)
    {
        try
        {
            await _processor.ProcessAsync(batch, CancellationToken.None);
            return Verdict(batch, SettlementKind.Done);
        }
        catch (Exception exception) when (exception is not (TransientFaultException or PermanentFaultException or OperationCanceledException))
        {
            if (batch.Count == 1)
                return [await JudgeAsync(batch[0], exception)];
        }

        var settlements = new List<Settlement>(batch.Count);
        foreach (var message in batch)
            settlements.AddRange(await ProcessAsync([message]));
        return settlements;
    }

    async ValueTask<Settlement> JudgeAsync(ClaimedMessage message, Exception exception)
    {
        var last = message.Attempt >= _settings.MaximumAttempts;
        _processor.OnFailure(message, exception, last);
        if (last)
            await _processor.GiveUpAsync(message, exception, CancellationToken.None);
        return new Settlement(message.Ticket, message.Attempt, last ? SettlementKind.Done : SettlementKind.Retry);
    }

    async ValueTask<object> SettleAsync(IReadOnlyList<Settlement> settlements)
    {
        await _queue.SettleAsync(settlements, CancellationToken.None);
        return settlements;
    }

    // Null when the stop comes first; a try under way is always let finish.
    async ValueTask<T?> UntilServedAsync<T>(Backoff backoff, Func<ValueTask<T>> call, CancellationToken stopping)
        where T : class
    {
        while (true)
        {
            try
            {
                var answer = await call();
                _pulse?.Beat();
                if (backoff.Failures > 0)
                {
                    backoff.Reset();
                    _processor.OnResumed();
                }

                return answer;
            }
            // No call here is given the stop.
            catch (Exception exception) when (TransientFaultException.Of(exception, CancellationToken.None) is not null)
            {
                var fault = TransientFaultException.Of(exception, CancellationToken.None)!;
                _pulse?.Wait(fault.Message);
                if (backoff.Failures == 0)
                    _processor.OnPaused(fault);
                if (!await WaitAsync(backoff.Next(), stopping))
                    return null;
            }
        }
    }

    async ValueTask<bool> WaitAsync(TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(delay, _time, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    static Settlement[] Verdict(IReadOnlyList<ClaimedMessage> batch, SettlementKind kind)
    {
        var settlements = new Settlement[batch.Count];
        for (var i = 0; i < settlements.Length; i++)
            settlements[i] = new Settlement(batch[i].Ticket, batch[i].Attempt, kind);
        return settlements;
    }
}
