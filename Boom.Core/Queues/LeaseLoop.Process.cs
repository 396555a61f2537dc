using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <content>What is done with the messages in hand.</content>
public sealed partial class LeaseLoop
{
    /// <summary>
    /// Has what is left of a batch processed and settled; false when the stop comes first. What no server takes for so long is given back, for others that
    /// reach it: the worker is cut off then.
    /// </summary>
    async ValueTask<bool> FinishAsync(LeaseLoopBatch batch, TimeSpan patience, CancellationToken stopping)
    {
        var settlements = new List<Settlement>(batch.Open.Count);
        var isWhole = await ProcessAsync(batch.Open, settlements, patience, stopping);
        batch.Verdict = isWhole ? settlements : [.. settlements, .. LeaseLoopBatch.Settle([.. batch.Open.Skip(settlements.Count)], SettlementKind.Release)];
        _isCutOff = !isWhole && !stopping.IsCancellationRequested;
        if (_isCutOff)
            return true;
        if (!isWhole || !await SettleAsync(settlements, stopping))
            return false;
        _pulse?.Handle(settlements.Count(settlement => settlement.Kind == SettlementKind.Done));
        Drop(batch);
        LetGo();
        return _waitsFor is null || await PauseAsync(stopping);
    }

    // Nothing of a batch could be done: the next one waits a moment, so that a flood of such messages does not keep the worker busy.
    async ValueTask<bool> PauseAsync(CancellationToken stopping)
    {
        _waitsFor = null;
        return _isAlone || await _work.WaitAsync(WaitPause, stopping);
    }

    // What waited has come again, and did not wait any more.
    void LetGo()
    {
        if (_heldSince is { } since && _leases.Since(since) > 2 * LeaseLoopSettings.WaitDelay)
        {
            _heldSince = null;
            _pulse?.Hold(null);
        }
    }

    /// <summary>Gives back what is in hand, and looks with one message at a time whether the servers of the work are back; false when the stop comes first.</summary>
    async ValueTask<bool> ProbeAsync(CancellationToken stopping)
    {
        if (_next is { } next && await next is null)
            return false;
        _next = null;
        while (await GiveBackAsync(stopping) && _isCutOff)
        {
            if (!await _work.WaitAsync(_work.ProbePause, stopping) || await ClaimAsync(1, stopping) is not { } batch)
                return false;
            _isCutOff = false;
            if (Fresh(batch.Open).Count == 1 && !await FinishAsync(batch, TimeSpan.Zero, stopping))
                return false;
        }

        return !stopping.IsCancellationRequested;
    }

    async ValueTask<bool> GiveBackAsync(CancellationToken stopping)
    {
        foreach (var batch in _leases.Held())
        {
            var settlements = batch.LastWord();
            if (settlements.Count > 0 && !await _claims.RunAsync(() => _queue.SettleAsync(settlements, CancellationToken.None), stopping))
                return false;
            Drop(batch);
        }

        return true;
    }

    // Settlements come in the order of the messages. One culprit among n costs some 2·log2(n) calls more, and each sound part is processed once.
    async ValueTask<bool> ProcessAsync(IReadOnlyList<ClaimedMessage> part, List<Settlement> settlements, TimeSpan patience, CancellationToken stopping)
    {
        if (part.Count == 0)
            return true;
        var (isServed, fault) = await _work.RunAsync(() => TryAsync(part), stopping, patience);
        if (!isServed)
            return false;
        if (fault is null)
        {
            for (var i = 0; i < part.Count; i++)
                settlements.Add(new Settlement(part[i].Ticket, part[i].Attempt, SettlementKind.Done));
            return true;
        }

        if (fault is MessagesWaitException wait)
        {
            var waiting = wait.Waiting.Select(message => message.Ticket).ToHashSet();
            foreach (var message in part)
            {
                settlements.Add(waiting.Contains(message.Ticket)
                    ? new Settlement(message.Ticket, message.Attempt, SettlementKind.Release, LeaseLoopSettings.WaitDelay)
                    : new Settlement(message.Ticket, message.Attempt, SettlementKind.Done));
            }

            _waitsFor = waiting.Count == part.Count ? wait : null;
            _heldSince = _leases.Now;
            _pulse?.Hold(wait.Message, wait.IsRefused);
            return true;
        }

        if (part.Count == 1)
            return await FailAsync(part[0], fault, settlements, stopping);
        var half = part.Count / 2;
        return await ProcessAsync([.. part.Take(half)], settlements, patience, stopping)
            && await ProcessAsync([.. part.Skip(half)], settlements, patience, stopping);
    }

    // What the messages broke, or which of them wait; null when all are done.
    async ValueTask<Exception?> TryAsync(IReadOnlyList<ClaimedMessage> part)
    {
        _leases.Sign();
        try
        {
            await _processor.ProcessAsync(part, CancellationToken.None);
            return null;
        }
        catch (Exception fault) when (fault is not (TransientFaultException or PermanentFaultException or OperationCanceledException))
        {
            return fault;
        }
    }

    async ValueTask<bool> FailAsync(ClaimedMessage message, Exception fault, List<Settlement> settlements, CancellationToken stopping)
    {
        var last = message.Attempt >= _settings.MaximumAttempts;
        _listener.OnFailure(message, fault);
        if (last && !await GiveUpAsync(message, $"Processing failed {message.Attempt} times: {fault.GetType().Name}: {fault.Message}", stopping))
            return false;
        settlements.Add(last
            ? new Settlement(message.Ticket, message.Attempt, SettlementKind.Done)
            : new Settlement(message.Ticket, message.Attempt, SettlementKind.Retry, _settings.DelayAfter(message.Attempt)));
        return true;
    }

    async ValueTask<bool> GiveUpAsync(ClaimedMessage message, string reason, CancellationToken stopping) => await _work.RunAsync(
        async () =>
        {
            _leases.Sign();
            await _processor.GiveUpAsync(message, reason, CancellationToken.None);
        },
        stopping);

    async ValueTask<bool> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken stopping) =>
        await _work.RunAsync(() => _queue.SettleAsync(settlements, CancellationToken.None), stopping);
}
