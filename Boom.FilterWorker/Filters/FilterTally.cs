using Boom.Core.Filters;
using Boom.Core.Store;

namespace Boom.FilterWorker.Filters;

/// <summary>
/// What a version of a filter has cost and let pass lately, over all workers of a survey: the time of up to a thousand evaluations, and the yield of the last
/// ten thousand alerts that it was asked of. Safe for concurrent use.
/// </summary>
/// <param name="filter">The filter.</param>
/// <param name="ticksPerSecond">Of the clock that evaluations are timed by.</param>
sealed class FilterTally(StoredFilter filter, long ticksPerSecond)
{
    internal const int YieldAlerts = FilterWorkerOptions.YieldAlerts;

    readonly Lock _lock = new();
    readonly System.Collections.BitArray _passed = new(YieldAlerts);
    readonly EvaluationWindow _time = new();
    int _next, _seen, _passes;
    volatile bool _isSuspended;

    /// <summary>The filter.</summary>
    public StoredFilter Filter => filter;

    /// <summary>Whether it does not run any more.</summary>
    public bool IsSuspended => _isSuspended;

    /// <summary>Takes it out of use.</summary>
    public void Suspend() => _isSuspended = true;

    /// <summary>Evaluations, and their time in ticks, since the last thousand was full.</summary>
    public (long Evaluations, long Ticks) Spent
    {
        get
        {
            lock (_lock)
                return (_time.Evaluations, _time.Ticks);
        }
    }

    /// <summary>Counts evaluations; answers why the filter is to be suspended, a sentence, or null. It is answered once.</summary>
    /// <param name="passed">Of each alert whether it passed.</param>
    /// <param name="ticks">Time of all of them.</param>
    /// <param name="budgetMicroseconds">Time that one may take on average.</param>
    /// <param name="mostRate">Part of alerts that may pass, 0 to 1.</param>
    public string? Count(ReadOnlySpan<bool> passed, long ticks, int budgetMicroseconds, double mostRate)
    {
        lock (_lock)
        {
            foreach (var isPass in passed)
                Count(isPass);
            var slow = _time.Add(passed.Length, ticks, new EvaluationBudget(budgetMicroseconds, ticksPerSecond));
            var reason = _isSuspended ? null : slow ?? FindReason(mostRate);
            _isSuspended |= reason is not null;
            return reason;
        }
    }

    void Count(bool isPass)
    {
        if (_seen == YieldAlerts)
            _passes -= _passed[_next] ? 1 : 0;
        else
            _seen++;
        _passed[_next] = isPass;
        _passes += isPass ? 1 : 0;
        _next = (_next + 1) % YieldAlerts;
    }

    string? FindReason(double mostRate) => _seen == YieldAlerts && _passes > mostRate * YieldAlerts
        ? FormattableString.Invariant(
            $"It let {_passes} of the last {YieldAlerts} alerts pass; {mostRate * 100:0.##} % are allowed (Filter:MaximumMatchRate). Add conditions.")
        : null;
}
