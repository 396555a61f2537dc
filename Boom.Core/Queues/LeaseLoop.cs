using Boom.Core.Resilience;
using Boom.Core.Telemetry;

namespace Boom.Core.Queues;

/// <summary>
/// The life of a worker on a leased queue: claim a batch, have it processed, settle it, again. Servers that are away or refuse pause it, without
/// limit, while its leases are renewed; after a minute what it has in hand goes back to the queue, as others may reach what it does not. A batch that breaks the processing is halved until the culprit is alone; the culprit waits before it is tried
/// again, and is given up after its last attempt without harm to its neighbours. So is a message that ends the program: what comes back from a
/// program that ended is tried in small parts, then alone.
/// </summary>
public sealed partial class LeaseLoop
{
    // Messages that come back from one attempt are tried together, so many fewer than a batch has.
    const int PartsOfBatch = 8;

    static readonly TimeSpan WaitPause = TimeSpan.FromSeconds(1);

    readonly ILeasedQueue _queue;
    readonly LeaseLoopSettings _settings;
    readonly IBatchProcessor _processor;
    readonly ILeaseListener _listener;
    readonly StagePulse? _pulse;
    readonly LeaseGate _gate;
    readonly LeaseLoopLeases _leases;
    readonly LeaseLoopCalls _claims;
    readonly LeaseLoopCalls _work;
    readonly Func<CancellationToken, ValueTask<string?>>? _bar;
    Task<LeaseLoopBatch?>? _next;
    MessagesWaitException? _waitsFor;
    long? _heldSince;
    bool _isAlone;
    bool _isCutOff;

    /// <param name="queue">The queue to work on.</param>
    /// <param name="settings">Batch size, lease, attempts, polling.</param>
    /// <param name="processor">Does the work of the stage.</param>
    /// <param name="listener">Hears how the worker fares, for the log.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="seed">Of the jitter between tries.</param>
    /// <param name="pulse">Told how the worker fares.</param>
    /// <param name="gate">Shared by the workers of the program.</param>
    /// <param name="bar">Says in a sentence what forbids the work at the moment, such as a disk without room; null when nothing does.</param>
    public LeaseLoop(
        ILeasedQueue queue, LeaseLoopSettings settings, IBatchProcessor processor, ILeaseListener listener, TimeProvider time, int seed,
        StagePulse? pulse = null, LeaseGate? gate = null, Func<CancellationToken, ValueTask<string?>>? bar = null)
    {
        (_pulse, _bar) = (pulse, bar);
        _queue = queue;
        _settings = settings;
        (_processor, _listener) = (processor, listener);
        _gate = gate ?? new LeaseGate();
        _leases = new LeaseLoopLeases(queue, settings.Lease, time);
        _claims = new LeaseLoopCalls(time, seed, listener, this);
        _work = new LeaseLoopCalls(time, ~seed, listener, this);
    }

    /// <summary>
    /// Works until <paramref name="stopping"/> is signalled; the batch in hand is then finished, or released if its servers are away. The next batch
    /// is fetched while the one in hand is processed. Nothing is claimed while the work is barred. Whatever ends it, all that is in hand is given back.
    /// </summary>
    /// <exception cref="PermanentFaultException">A server refuses from the first call on.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var ending = new CancellationTokenSource();
        var renewing = _leases.RunAsync(ending.Token);
        try
        {
            await WorkAsync(leaving.Token);
        }
        finally
        {
            await leaving.CancelAsync();
            await ReleaseAllAsync();
            await ending.CancelAsync();
            await renewing;
        }
    }

    async Task WorkAsync(CancellationToken stopping)
    {
        while (await RestAsync(stopping))
        {
            if (_isCutOff && !await ProbeAsync(stopping))
                return;
            var claiming = _next ?? ClaimAsync(_settings.BatchSize, stopping);
            _next = claiming;
            var batch = await claiming;
            _next = null;
            if (batch is null || stopping.IsCancellationRequested)
                return;
            if (batch.Open.Count == 0)
            {
                Drop(batch);
                LetGo();
                if (!await WaitForPushAsync(stopping))
                    return;
                continue;
            }

            var fresh = Fresh(batch.Open);
            var isSound = fresh.Count == batch.Open.Count;
            if (isSound)
                _next = ClaimAsync(_settings.BatchSize, stopping);
            if (!await KeepAsync(batch, fresh, stopping) || !await FinishAsync(batch, LeaseLoopSettings.LongestHold, stopping))
                return;
            if (!isSound && !_isCutOff)
                await TryAloneAsync(stopping);
        }
    }

    // With no other message in hand in this program, until none is left that has been tried before.
    async Task TryAloneAsync(CancellationToken stopping)
    {
        try
        {
            using var alone = await _gate.EnterAloneAsync(stopping);
            _isAlone = true;
            while (await FindBarAsync(stopping) is null && await ClaimAsync(Math.Max(1, _settings.BatchSize / PartsOfBatch), entry: null, stopping) is { } batch)
            {
                var isLast = batch.Open.All(message => message.Attempt == 1);
                if (!await KeepAsync(batch, Suspect(batch.Open), stopping)
                    || !await FinishAsync(batch, LeaseLoopSettings.LongestHold, stopping) || isLast || _isCutOff)
                    return;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while others were in hand.
        }
        finally
        {
            _isAlone = false;
        }
    }

    /// <summary>
    /// Keeps those of a batch that are to be processed. The others are given back, or given up if they have had their attempts. False when the stop
    /// comes first.
    /// </summary>
    async ValueTask<bool> KeepAsync(LeaseLoopBatch batch, IReadOnlyList<ClaimedMessage> chosen, CancellationToken stopping)
    {
        if (chosen.Count == batch.Open.Count)
            return true;
        var kept = chosen.ToHashSet();
        var settlements = new List<Settlement>();
        foreach (var message in batch.Open.Where(message => !kept.Contains(message)))
        {
            var isOver = message.Attempt > _settings.MostAttempts;
            if (isOver && !await GiveUpAsync(message with { Attempt = message.Attempt - 1 }, Ended(message.Attempt - 1), stopping))
                return false;
            settlements.Add(new Settlement(message.Ticket, message.Attempt, isOver ? SettlementKind.Done : SettlementKind.Release));
        }

        if (!await SettleAsync(settlements, stopping))
            return false;
        batch.Keep(chosen);
        return true;
    }

    static string Ended(int attempts) => $"Its processing ended the program {attempts} times, or hung.";

    /// <summary>Those that are tried for the first time; the batch itself when that is all.</summary>
    static IReadOnlyList<ClaimedMessage> Fresh(IReadOnlyList<ClaimedMessage> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Attempt > 1)
                return [.. messages.Where(message => message.Attempt == 1)];
        }

        return messages;
    }

    /// <summary>One that has been tried twice or more; else those that have been tried once; else the fresh ones.</summary>
    IReadOnlyList<ClaimedMessage> Suspect(IReadOnlyList<ClaimedMessage> messages)
    {
        if (messages.FirstOrDefault(message => message.Attempt > 2 && message.Attempt <= _settings.MostAttempts) is { } alone)
            return [alone];
        ClaimedMessage[] again = [.. messages.Where(message => message.Attempt == 2)];
        return again.Length > 0 ? again : Fresh(messages);
    }

    async Task<LeaseLoopBatch?> ClaimAsync(int maxCount, CancellationToken stopping)
    {
        IDisposable entry;
        try
        {
            entry = await _gate.EnterAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }

        try
        {
            if (await ClaimAsync(maxCount, entry, stopping) is { } batch)
                return batch;
        }
        catch
        {
            entry.Dispose();
            throw;
        }

        entry.Dispose();
        return null;
    }

    async ValueTask<LeaseLoopBatch?> ClaimAsync(int maxCount, IDisposable? entry, CancellationToken stopping)
    {
        var (_, claimed) = await _claims.RunAsync(() => _queue.ClaimAsync(maxCount, _settings.Lease, CancellationToken.None), stopping);
        return claimed is null ? null : _leases.Hold(new LeaseLoopBatch(claimed, entry));
    }

    async ValueTask<bool> WaitForPushAsync(CancellationToken stopping)
    {
        try
        {
            await _queue.WaitForPushAsync(_settings.PollInterval, stopping);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    // One try each, since a message that stays leased comes back by itself; and what ended the worker is what is told.
    async Task ReleaseAllAsync()
    {
        if (_next is { } next)
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var batch in _leases.Held())
        {
            try
            {
                if (batch.LastWord() is { Count: > 0 } settlements)
                    await _queue.SettleAsync(settlements, CancellationToken.None);
            }
            catch (Exception fault)
            {
                _listener.OnReleaseFailed(fault);
            }

            Drop(batch);
        }
    }

    void Drop(LeaseLoopBatch batch)
    {
        _leases.Drop(batch);
        batch.Dispose();
    }

    internal void GoOn()
    {
        _leases.Sign();
        if (!_claims.InTrouble && !_work.InTrouble)
            _pulse?.Beat();
    }

    internal void Wait(TransientFaultException fault)
    {
        _leases.Sign();
        _pulse?.Wait(fault.Message);
    }

    internal void Refuse(PermanentFaultException fault)
    {
        _leases.Sign();
        _pulse?.Refuse(fault.Message);
    }
}
