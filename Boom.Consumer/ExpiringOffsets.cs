using Boom.Core.Store;

namespace Boom.Consumer;

/// <summary>
/// Offsets that the broker does not have any more and that have no outcome. Their packets may be in the queue still; once everything that was in it has
/// left it, what has no outcome then was never read, or was lost: it is recorded as expired. Pure.
/// </summary>
sealed class ExpiringOffsets
{
    readonly List<(LedgerSpan Span, long? AfterMs)> _open = [];

    /// <summary>Whether some wait to be recorded.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>Offsets that the broker does not have.</summary>
    public void Add(LedgerSpan span)
    {
        if (!_open.Exists(known => known.Span == span))
            _open.Add((span, null));
    }

    /// <summary>Something was pushed at this time of the queue server: whatever was in the queue before, came before.</summary>
    public void Push(long atMs)
    {
        for (var i = 0; i < _open.Count; i++)
            _open[i] = (_open[i].Span, _open[i].AfterMs ?? atMs);
    }

    /// <summary>The queue was looked at: those whose packets cannot be in it any more.</summary>
    /// <param name="oldestMs">When its oldest message was put in; null when it is empty.</param>
    public IReadOnlyList<LedgerSpan> TakeRipe(long? oldestMs)
    {
        List<LedgerSpan> ripe = [.. _open.Where(open => IsRipe(open.AfterMs, oldestMs)).Select(open => open.Span)];
        _open.RemoveAll(open => IsRipe(open.AfterMs, oldestMs));
        return ripe;
    }

    /// <summary>How many offsets of a span have no outcome.</summary>
    public static long CountOpen(LedgerPartition ledger, in LedgerRange range)
    {
        var open = range.Count;
        foreach (var known in ledger.Ranges)
            open -= Math.Max(0, Math.Min(known.Last, range.Last) - Math.Max(known.First, range.First) + 1);
        return open;
    }

    static bool IsRipe(long? afterMs, long? oldestMs) => oldestMs is null || afterMs < oldestMs;
}
