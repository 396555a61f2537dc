using Boom.Core.Pipeline;

namespace Boom.Tests.Fakes;

/// <summary>
/// A leased queue in memory: oldest first, leases that run out, retries that come back to their place after their delay. Its clock is its own, as a
/// server's is.
/// </summary>
sealed class LeasedMemoryQueue(TimeProvider time) : ILeasedQueue
{
    readonly Lock _lock = new();
    readonly SortedDictionary<long, Entry> _entries = [];
    readonly List<Settlement> _settled = [];
    TaskCompletionSource _pushed = NewSignal();
    long _expired;
    long _last;

    public string Name => "memory";

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
    public long Expired
    {
        get
        {
            lock (_lock)
                return _expired;
        }
    }

    /// <summary>Tickets that are leased.</summary>
    public IReadOnlyList<long> Leased
    {
        get
        {
            lock (_lock)
                return [.. _entries.Where(entry => entry.Value.LeasedUntil is not null).Select(entry => entry.Key)];
        }
    }

    /// <summary>Tickets that are in the queue.</summary>
    public IReadOnlyList<long> Tickets
    {
        get
        {
            lock (_lock)
                return [.. _entries.Keys];
        }
    }

    /// <summary>Puts in messages 1 to <paramref name="count"/>, each a candid.</summary>
    public void Fill(int count)
    {
        for (var i = 1; i <= count; i++)
            Add(new QueueMessage(new PacketOrigin("t", 0, i, 0), null, CandidText.Encode(i)));
    }

    public ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            Add(message);
        lock (_lock)
        {
            _pushed.TrySetResult();
            _pushed = NewSignal();
            return ValueTask.FromResult(new PushReceipt(NowMs(), _entries.Count, 0));
        }
    }

    public ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Claims++;
            if (ClaimFaults.Count > 0)
            {
                ClaimFaults = ClaimFaults with { Count = ClaimFaults.Count - 1 };
                throw ClaimFaults.Fault;
            }

            var now = time.GetUtcNow();
            Expire(now);
            var claimed = new List<ClaimedMessage>();
            foreach (var (ticket, entry) in _entries)
            {
                if (claimed.Count == maxCount)
                    break;
                if (entry.LeasedUntil is not null || entry.NotBefore > now)
                    continue;
                (entry.Attempt, entry.LeasedUntil) = (entry.Attempt + 1, now + lease);
                claimed.Add(new ClaimedMessage(ticket, entry.Attempt, entry.EnqueuedAtMs, entry.Message));
            }

            return ValueTask.FromResult(claimed.Count == 0 ? ClaimedBatch.Empty : new ClaimedBatch(claimed, new Memory(this)));
        }
    }

    public ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Renewals++;
            foreach (var message in messages)
            {
                if (_entries.TryGetValue(message.Ticket, out var entry) && entry.LeasedUntil is not null && entry.Attempt == message.Attempt)
                    entry.LeasedUntil = time.GetUtcNow() + lease;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (SettleFault is { } fault)
                throw fault;
            foreach (var settlement in settlements)
            {
                if (!_entries.TryGetValue(settlement.Ticket, out var entry) || entry.LeasedUntil is null || entry.Attempt != settlement.Attempt)
                    continue;
                _settled.Add(settlement);
                entry.LeasedUntil = null;
                if (settlement.Kind == SettlementKind.Done)
                    _entries.Remove(settlement.Ticket);
                else if (settlement.Kind == SettlementKind.Release)
                    entry.Attempt--;
                else
                    entry.NotBefore = time.GetUtcNow() + settlement.Delay;
            }
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Task pushed;
        lock (_lock)
            pushed = _pushed.Task;
        await Task.WhenAny(pushed, Task.Delay(longest, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Expire(time.GetUtcNow());
            var leased = _entries.Count(entry => entry.Value.LeasedUntil is not null);
            long? oldest = _entries.Count == 0 ? null : _entries.Min(entry => entry.Value.EnqueuedAtMs);
            return ValueTask.FromResult(new QueueStatus(_entries.Count - leased, leased, 0, oldest, _expired));
        }
    }

    /// <summary>Forgets a message, as a server does that has lost it.</summary>
    public void Lose(long ticket)
    {
        lock (_lock)
            _entries.Remove(ticket);
    }

    void Add(QueueMessage message)
    {
        lock (_lock)
            _entries.Add(++_last, new Entry(message, NowMs()));
    }

    void Expire(DateTimeOffset now)
    {
        foreach (var entry in _entries.Values)
        {
            if (entry.LeasedUntil is not { } until || until > now)
                continue;
            entry.LeasedUntil = null;
            _expired++;
        }
    }

    long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    static TaskCompletionSource NewSignal() => new();

    sealed class Entry(QueueMessage message, long enqueuedAtMs)
    {
        public QueueMessage Message { get; } = message;

        public long EnqueuedAtMs { get; } = enqueuedAtMs;

        public int Attempt { get; set; }

        public DateTimeOffset? LeasedUntil { get; set; }

        public DateTimeOffset NotBefore { get; set; }
    }

    sealed class Memory(LeasedMemoryQueue queue) : IDisposable
    {
        public void Dispose()
        {
            lock (queue._lock)
                queue.SettledAtDisposal.Add(queue._settled.Count);
        }
    }
}
