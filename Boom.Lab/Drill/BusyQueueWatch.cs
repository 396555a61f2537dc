using Boom.Core.Store;

namespace Boom.Lab.Drill;

/// <summary>Whether a queue that is kept busy has been worked through so often that nothing it has lost may still be without outcome.</summary>
/// <param name="ends">One past the last offset of each partition that must have an outcome.</param>
/// <param name="messages">So many packets more than these have gone through the queue when it has been worked through.</param>
internal sealed class BusyQueueWatch(IReadOnlyList<long> ends, int messages)
{
    long? _accountedAtFirst;
    long _accounted;
    long _open;
    long _due;

    /// <summary>All that was published before, and <c>messages</c> more, has left the queue since the first look.</summary>
    public bool IsWorkedThrough => _accountedAtFirst is { } first && _accounted - first >= _due + messages;

    /// <summary>Takes the accounts, one per partition, null for none; answers whether everything before the ends has an outcome.</summary>
    /// <param name="accounts">Null when they could not be read.</param>
    public bool Look(IReadOnlyList<LedgerPartition?>? accounts)
    {
        if (accounts is null)
            return false;
        _accounted = accounts.Sum(account => account?.Ranges.Sum(range => range.Count) ?? 0);
        _open = ends.Select((end, partition) => end - (accounts[partition]?.Ranges.Sum(range => Math.Max(0, Math.Min(range.Last + 1, end) - range.First)) ?? 0)).Sum();
        if (_accountedAtFirst is null)
            (_accountedAtFirst, _due) = (_accounted, _open);
        return _open == 0;
    }

    public override string ToString() =>
        FormattableString.Invariant($"{_open} of {_due} packets have no outcome, and {_accounted - (_accountedAtFirst ?? 0)} have got one meanwhile");
}
