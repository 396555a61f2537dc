using Boom.Core.Queues;

namespace Boom.Lab.Bench;

/// <summary>A queue whose worker waits until the gate is opened, and which tells when so many messages are done.</summary>
internal sealed class GatedQueue(ILeasedQueue inner) : ILeasedQueue
{
    TaskCompletionSource _gate = NewSignal();
    TaskCompletionSource _drained = NewSignal();
    int _left;

    public string Name => inner.Name;

    /// <summary>Lets the worker claim; the answer completes when it has settled this many messages.</summary>
    public Task Open(int messages)
    {
        _drained = NewSignal();
        Volatile.Write(ref _left, messages);
        _gate.TrySetResult();
        return _drained.Task;
    }

    /// <summary>Holds the worker back from its next claim on.</summary>
    public void Close() => _gate = NewSignal();

    /// <summary>Lets the worker go on to its end.</summary>
    public void Release() => _gate.TrySetResult();

    public ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) =>
        inner.PushAsync(messages, cancellationToken);

    public async ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken)
    {
        await _gate.Task;
        return await inner.ClaimAsync(maxCount, lease, cancellationToken);
    }

    public async ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        await inner.SettleAsync(settlements, cancellationToken);
        var done = settlements.Count(settlement => settlement.Kind == SettlementKind.Done);

        // What was queued twice is settled twice.
        if (done > 0 && Interlocked.Add(ref _left, -done) <= 0)
            _drained.TrySetResult();
    }

    public ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.RenewAsync(messages, lease, cancellationToken);

    public ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken) => inner.WaitForPushAsync(longest, cancellationToken);

    public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) => inner.GetStatusAsync(cancellationToken);

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
