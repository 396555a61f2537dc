using Boom.Core.Store;

namespace Boom.FilterWorker.Filters;

/// <summary>
/// What a version of a filter has cost and let pass lately, over all workers of a survey: the time of the last thousand evaluations, and the yield of the last
/// ten thousand alerts that it was asked of. Safe for concurrent use.
/// </summary>
/// <param name="filter">The filter.</param>
/// <param name="ticksPerSecond">Of the clock that evaluations are timed by.</param>
sealed class FilterTally(StoredFilter filter, long ticksPerSecond)
{
    /// <summary>Evaluations that the time is averaged over.</summary>
    internal const int TimedEvaluations = 1000;

    /// <summary>Alerts that the yield is of.</summary>
    internal const int YieldAlerts = 10_000;

    readonly Lock _lock = new();
    readonly System.Collections.BitArray _passed = new(YieldAlerts);
    long _ticks, _timed;
    int _next, _seen, _passes;
    volatile bool _isSuspended;

    /// <summary>The filter.</summary>
    public StoredFilter Filter => filter;

    /// <summary>Whether it does not run any more.</summary>
    public bool IsSuspended => _isSuspended;

    /// <summary>Takes it out of use.</summary>
    public void Suspend() => _isSuspended = true;

    /// <summary>Counts evaluations; answers why the filter is to be suspended, a sentence, or null. It is answered once.</summary>
    /// <param name="passed">Of each alert whether it passed.</param>
    /// <param name="ticks">Time of all of them.</param>
    /// <param name="budgetMicroseconds">Time that one may take on average.</param>
    /// <param name="mostRate">Part of alerts that may pass, 0 to 1.</param>
    public string? Count(ReadOnlySpan<bool> passed, long ticks, int budgetMicroseconds, double mostRate)
    {
        lock (_lock)
        {
            _ticks += ticks;
            _timed += passed.Length;
            foreach (var isPass in passed)
                Count(isPass);
            var reason = _isSuspended ? null : FindReason(budgetMicroseconds, mostRate);
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

    string? FindReason(int budgetMicroseconds, double mostRate)
    {
        if (_timed >= TimedEvaluations)
        {
            var microseconds = 1e6 * _ticks / ticksPerSecond / _timed;
            (_ticks, _timed) = (0, 0);
            if (microseconds > budgetMicroseconds)
            {
                return FormattableString.Invariant(
                    $"It takes {microseconds:0} µs an alert; {budgetMicroseconds} µs are allowed (Filter:BudgetMicroseconds). Put cheap conditions that few alerts fulfil first.");
            }
        }

        return _seen == YieldAlerts && _passes > mostRate * YieldAlerts
            ? FormattableString.Invariant(
                $"It let {_passes} of the last {YieldAlerts} alerts pass; {mostRate * 100:0.##} % are allowed (Filter:MaximumMatchRate). Add conditions.")
            : null;
    }
}
