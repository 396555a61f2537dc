using System.Runtime.CompilerServices;
using Boom.Core.Queues;

namespace Boom.Tests.Fakes;

/// <summary>A leased queue in memory that keeps the contract. Safe for use by several threads.</summary>
/// <param name="name">Its name.</param>
/// <param name="clock">What a server's clock is to a queue on a server.</param>
sealed class MemoryLeasedQueue(string name, TimeProvider clock) : ILeasedQueue, IQueueContents
{
    readonly Lock _lock = new();
    readonly SortedDictionary<long, Entry> _entries = [];
    readonly List<TaskCompletionSource> _waiters = [];
    bool _isNews = true;
    long _ticket;
    long _expired;

    public string Name => name;

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
                return [.. _entries.Where(entry => entry.Value is { DueMs: not null, IsPausing: false }).Select(entry => entry.Key)];
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

    long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var message in messages)
            {
                var kept = message with { Payload = message.Payload.ToArray() };
                _entries.Add(++_ticket, new Entry(kept, NowMs));
            }

            if (messages.Count > 0)
                Tell();
            return ValueTask.FromResult(messages.Count == 0 ? default : new PushReceipt(NowMs, _entries.Count, Bytes()));
        }
    }

    public ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            TakeBack();
            var claimed = new List<ClaimedMessage>();
            foreach (var (ticket, entry) in _entries)
            {
                if (claimed.Count >= maxCount)
                    break;
                if (entry.DueMs is not null)
                    continue;
                entry.Attempts++;
                entry.DueMs = NowMs + (long)lease.TotalMilliseconds;
                claimed.Add(new ClaimedMessage(ticket, entry.Attempts, entry.EnqueuedAtMs, entry.Message));
            }

            _isNews &= claimed.Count > 0;
            return ValueTask.FromResult(claimed.Count == 0 ? ClaimedBatch.Empty : new ClaimedBatch(claimed, null));
        }
    }

    public ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var message in messages)
            {
                if (Held(message.Ticket, message.Attempt) is { } entry)
                    entry.DueMs = NowMs + (long)lease.TotalMilliseconds;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var settlement in settlements)
            {
                if (Held(settlement.Ticket, settlement.Attempt) is { } entry)
                    Settle(settlement, entry);
            }
        }

        return ValueTask.CompletedTask;
    }

    // One task for all that can end the wait, and awaited itself: what goes through another task comes by way of the thread pool, late on a busy
    // machine, and a clock that is set by hand runs ahead of it.
    public async ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = clock.CreateTimer(_ => waiter.TrySetResult(), null, longest, Timeout.InfiniteTimeSpan);
        using var cancelling = cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        lock (_lock)
        {
            if (_isNews)
                waiter.TrySetResult();
            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Task;
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var ready = _entries.Values.Count(entry => entry.DueMs is null);
            long? oldest = _entries.Count == 0 ? null : _entries.Values.Min(entry => entry.EnqueuedAtMs);
            var age = TimeSpan.FromMilliseconds(Math.Max(0, NowMs - (oldest ?? NowMs)));
            return ValueTask.FromResult(new QueueStatus(ready, _entries.Count - ready, Bytes(), oldest, _expired, age));
        }
    }

    public async IAsyncEnumerable<QueueMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QueueMessage[] messages;
        lock (_lock)
            messages = [.. _entries.Values.Select(entry => entry.Message)];
        foreach (var message in messages)
        {
            await Task.Yield();
            yield return message.Payload.Length > 256 ? message with { Payload = default } : message;
        }
    }

    /// <summary>Whether a settlement of this attempt counts.</summary>
    public bool IsHeld(long ticket, int attempt)
    {
        lock (_lock)
            return Held(ticket, attempt) is not null;
    }

    /// <summary>Forgets a message, as a server does that has lost it.</summary>
    public void Lose(long ticket)
    {
        lock (_lock)
            _entries.Remove(ticket);
    }

    void Settle(in Settlement settlement, Entry entry)
    {
        switch (settlement.Kind)
        {
            case SettlementKind.Done:
                _entries.Remove(settlement.Ticket);
                break;
            case SettlementKind.Retry or SettlementKind.Release when settlement.Delay > TimeSpan.Zero:
                entry.Attempts -= settlement.Kind == SettlementKind.Release ? 1 : 0;
                (entry.IsPausing, entry.DueMs) = (true, NowMs + (long)Math.Ceiling(settlement.Delay.TotalMilliseconds));
                break;
            default:
                entry.Attempts -= settlement.Kind == SettlementKind.Release ? 1 : 0;
                entry.DueMs = null;
                Tell();
                break;
        }
    }

    Entry? Held(long ticket, int attempt) =>
        _entries.TryGetValue(ticket, out var entry) && entry.DueMs is not null && !entry.IsPausing && entry.Attempts == attempt ? entry : null;

    void TakeBack()
    {
        foreach (var entry in _entries.Values.Where(entry => entry.DueMs <= NowMs))
        {
            _expired += entry.IsPausing ? 0 : 1;
            (entry.IsPausing, entry.DueMs) = (false, null);
        }
    }

    long Bytes() => _entries.Values.Sum(entry => (long)entry.Message.Payload.Length);

    void Tell()
    {
        _isNews = true;
        _waiters.ForEach(waiter => waiter.TrySetResult());
    }

    sealed class Entry(QueueMessage message, long enqueuedAtMs)
    {
        public QueueMessage Message => message;

        public long EnqueuedAtMs => enqueuedAtMs;

        public int Attempts { get; set; }

        /// <summary>End of the lease or the pause; null while it waits.</summary>
        public long? DueMs { get; set; }

        public bool IsPausing { get; set; }
    }
}
