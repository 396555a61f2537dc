using Boom.Core.Store;

namespace Boom.Lab.Drill;

/// <summary>
/// Whether a queue that is kept busy has been worked through so far that nothing it has lost may still be without outcome: all that must have an outcome has been
/// read; what was queued before that is gone, so that the loss shows; and so is what was queued in the half minute after that, in which the lost packets must have
/// been read again.
/// </summary>
/// <param name="ends">One past the last offset of each partition that must have an outcome.</param>
internal sealed class BusyQueueWatch(IReadOnlyList<long> ends)
{
    static readonly TimeSpan ReadAgainWithin = TimeSpan.FromSeconds(30);

    readonly bool[] _isRead = new bool[ends.Count];
    long? _readMs;
    long? _shownMs;
    long _open;
    long? _due;

    /// <summary>What is lost has had its turn.</summary>
    public bool IsWorkedThrough { get; private set; }

    /// <summary>Takes what was read of the queue, and of the accounts after it; answers whether everything before the ends has an outcome.</summary>
    /// <param name="oldestMs">When the oldest message of the queue was put in, in Unix milliseconds of the queue server; null when it is empty.</param>
    /// <param name="nowMs">The queue server's time.</param>
    /// <param name="accounts">One per partition, null where there is none.</param>
    /// <param name="read">One past the last offset of each partition that a consumer has read; 0 where that is not known.</param>
    public bool Look(long? oldestMs, long nowMs, IReadOnlyList<LedgerPartition?> accounts, IReadOnlyList<long> read)
    {
        long[] open = [.. ends.Select((end, partition) => end - CountBefore(accounts[partition], end))];
        _open = open.Sum();
        _due ??= _open;
        for (var partition = 0; partition < open.Length; partition++)
            _isRead[partition] |= open[partition] == 0 || read[partition] >= ends[partition];
        if (Array.TrueForAll(_isRead, isRead => isRead))
            _readMs ??= nowMs;
        var headMs = oldestMs ?? nowMs;
        if (headMs > _readMs)
            _shownMs ??= nowMs;
        IsWorkedThrough = headMs > _shownMs + (long)ReadAgainWithin.TotalMilliseconds;
        return _open == 0;
    }

    public override string ToString() => FormattableString.Invariant(
        $"{_open} of {_due} packets have no outcome, {(IsWorkedThrough ? "and the queue has been worked through" : _readMs is null ? "and not all have been read" : "and the queue has not been worked through")}");

    static long CountBefore(LedgerPartition? account, long end) =>
        account?.Ranges.Sum(range => Math.Max(0, Math.Min(range.Last + 1, end) - range.First)) ?? 0;
}
