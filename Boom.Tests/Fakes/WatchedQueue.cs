using Boom.Core.Alerts;
using Boom.Core.Queues;

namespace Boom.Tests.Fakes;

/// <summary>A queue in memory that keeps the contract, told to fail, and asked what has happened to it.</summary>
/// <param name="clock">Its clock, as a server's is.</param>
sealed class WatchedQueue(TimeProvider clock) : ILeasedQueue
{
    readonly MemoryLeasedQueue _queue = new("memory", clock);
    readonly Lock _lock = new();
    readonly List<Settlement> _settled = [];

    public string Name => _queue.Name;

    /// <summary>Thrown by each settlement while it is set.</summary>
    public Exception? SettleFault { get; set; }

    /// <summary>Thrown by so many claims.</summary>
    public (int Count, Exception Fault) ClaimFaults { get; set; }

    /// <summary>Renewals that have come.</summary>
    public int Renewals { get; private set; }

    /// <summary>Claims that have come.</summary>
    public int Claims { get; private set; }

    /// <summary>Batches that have given their memory back, each with how many messages were settled by then.</summary>
    public List<int> SettledAtDisposal { get; } = [];

    /// <summary>All settlements that counted, in order.</summary>
    public IReadOnlyList<Settlement> Settled
    {
        get
        {
            lock (_lock)
                return [.. _settled];
        }
    }

    /// <summary>Leases that have run out.</summary>
    public long Expired => _queue.Expired;

    /// <summary>Tickets that are leased.</summary>
    public IReadOnlyList<long> Leased => _queue.Leased;

    /// <summary>Tickets that are in the queue.</summary>
    public IReadOnlyList<long> Tickets => _queue.Tickets;

    /// <summary>Puts in messages 1 to <paramref name="count"/>, each a candid.</summary>
    public void Fill(int count) => _ = _queue.PushAsync(
        [.. Enumerable.Range(1, count).Select(i => new QueueMessage(new PacketOrigin("t", 0, i, 0), null, CandidText.Encode(i)))], CancellationToken.None);

    public ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) =>
        _queue.PushAsync(messages, cancellationToken);

    public async ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Claims++;
            if (ClaimFaults.Count > 0)
            {
                ClaimFaults = ClaimFaults with { Count = ClaimFaults.Count - 1 };
                throw ClaimFaults.Fault;
            }
        }

        var batch = await _queue.ClaimAsync(maxCount, lease, cancellationToken);
        return batch.Count == 0 ? batch : new ClaimedBatch([.. batch], new Memory(this));
    }

    public ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
            Renewals++;
        return _queue.RenewAsync(messages, lease, cancellationToken);
    }

    public ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (SettleFault is { } fault)
                throw fault;
            _settled.AddRange(settlements.Where(settlement => _queue.IsHeld(settlement.Ticket, settlement.Attempt)));
            return _queue.SettleAsync(settlements, cancellationToken);
        }
    }

    public ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken) => _queue.WaitForPushAsync(longest, cancellationToken);

    public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) => _queue.GetStatusAsync(cancellationToken);

    /// <summary>Forgets a message, as a server does that has lost it.</summary>
    public void Lose(long ticket) => _queue.Lose(ticket);

    sealed class Memory(WatchedQueue queue) : IDisposable
    {
        public void Dispose()
        {
            lock (queue._lock)
                queue.SettledAtDisposal.Add(queue._settled.Count);
        }
    }
}
