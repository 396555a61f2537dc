namespace Boom.Core.Queues;

/// <summary>Messages in hand: their leases are renewed until they are settled, and whatever ends the worker settles them.</summary>
/// <param name="claimed">As claimed.</param>
/// <param name="entry">Place in the <see cref="LeaseGate"/>; null when the worker is alone.</param>
sealed class LeaseLoopBatch(ClaimedBatch claimed, IDisposable? entry) : IDisposable
{
    /// <summary>Messages that are not settled.</summary>
    public IReadOnlyList<ClaimedMessage> Open { get; private set; } = claimed;

    /// <summary>What became of them; null before that is known.</summary>
    public IReadOnlyList<Settlement>? Verdict { get; set; }

    /// <summary>Leaves some of the messages out, which are settled.</summary>
    public void Keep(IReadOnlyList<ClaimedMessage> rest) => Open = rest;

    /// <summary>All messages are settled.</summary>
    public void Close() => (Open, Verdict) = ([], null);

    /// <summary>What to tell the queue when nothing more is done with them.</summary>
    public IReadOnlyList<Settlement> LastWord() => Verdict ?? Settle(Open, SettlementKind.Release);

    /// <inheritdoc/>
    public void Dispose()
    {
        claimed.Dispose();
        entry?.Dispose();
    }

    /// <summary>The same verdict on each.</summary>
    public static Settlement[] Settle(IReadOnlyList<ClaimedMessage> messages, SettlementKind kind)
    {
        var settlements = new Settlement[messages.Count];
        for (var i = 0; i < settlements.Length; i++)
            settlements[i] = new Settlement(messages[i].Ticket, messages[i].Attempt, kind);
        return settlements;
    }
}
