using System.Collections.Concurrent;
using Boom.Core.Filters;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Boom.FilterWorker.Filters;

/// <summary>
/// The active filters of a survey, for all workers of a program: read from the store before the first alert, and again from time to time. A store that is away
/// leaves the last ones in use.
/// </summary>
sealed class ActiveFilters(ISurvey survey, IFilterStore store, IFilterEngine engine, StagePulses pulses, TimeProvider time, ILogger logger)
{
    readonly ActiveFilterList _list = new(survey.Key, store);
    readonly SemaphoreSlim _reading = new(1);
    readonly HashSet<string> _lacks = new(StringComparer.Ordinal);
    readonly Lock _telling = new();
    readonly ConcurrentQueue<(string Id, FilterSuspension Suspension)> _unsaid = new();
    volatile FilterSelection? _current;

    /// <summary>What they cost.</summary>
    public FilterCostBook Costs { get; } = new(survey, store, FilterCostBook.WriterAt(time.GetUtcNow()), time);

    /// <summary>The filters that run; read when they have not been.</summary>
    /// <exception cref="TransientFaultException">The store does not answer, and they have never been read.</exception>
    public async ValueTask<FilterSelection> GetAsync(CancellationToken cancellationToken)
    {
        if (_current is null)
            await RefreshAsync(cancellationToken);
        return _current!;
    }

    /// <summary>Reads the filters again.</summary>
    /// <exception cref="TransientFaultException">The store does not answer.</exception>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await WriteSuspensionsAsync(cancellationToken);
            var before = _list.Current;
            var found = await _list.RefreshAsync(cancellationToken);
            if (_current is not null && ReferenceEquals(found, before))
                return;
            _current = FilterSelection.Of(found, _current, time.TimestampFrequency);
            FilterWorkerLog.FiltersInUse(logger, _current.Tallies.Count, survey.Key.ToUpperName());
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Makes filters ready for one worker, and tells of those that cannot be.</summary>
    public IFilterSet Compile(FilterSelection selection)
    {
        var runnable = selection.Tallies.Where(tally => tally.Filter.Running is not null).Select(tally => tally.Filter).ToList();
        var set = engine.Compile(survey, runnable);
        TellLacks(
        [
            .. selection.Tallies.Where(tally => tally.Filter.Running is null)
                .Select(tally => $"The filter {tally.Filter.Name} ({tally.Filter.Id}) does not run: it has no version {tally.Filter.ActiveVersion}"),
            .. set.Problems.Select(problem => $"The filter {problem.Filter.Name} ({problem.Filter.Id}) does not run: {problem.Reason.TrimEnd('.')}"),
        ]);
        return set;
    }

    /// <summary>Suspends a version of a filter here at once; the store is told by <see cref="KeepSuspensionsAsync"/>.</summary>
    public void Suspend(FilterTally tally, string reason)
    {
        tally.Suspend();
        FilterWorkerLog.Suspended(logger, tally.Filter.Name, tally.Filter.Id, reason);
        _unsaid.Enqueue((tally.Filter.Id, new FilterSuspension(tally.Filter.ActiveVersion, reason, time.GetUtcNow().ToUnixTimeMilliseconds())));
    }

    /// <summary>Tells the store of suspensions, so that owners see them; those that it does not take it is told of when the filters are read again.</summary>
    public async ValueTask KeepSuspensionsAsync(CancellationToken cancellationToken)
    {
        if (_unsaid.IsEmpty)
            return;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await WriteSuspensionsAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is PermanentFaultException || TransientFaultException.Of(fault, cancellationToken) is not null)
        {
            FilterWorkerLog.SuspensionPutOff(logger, fault.Message);
        }
        finally
        {
            _reading.Release();
        }
    }

    // One that the store does not take stays, and is written next time: else nobody would know why the filter does not run.
    async ValueTask WriteSuspensionsAsync(CancellationToken cancellationToken)
    {
        while (_unsaid.TryPeek(out var suspended))
        {
            await store.SuspendAsync(suspended.Id, suspended.Suspension, cancellationToken);
            _unsaid.TryDequeue(out _);
        }
    }

    void TellLacks(IReadOnlyList<string> sentences)
    {
        lock (_telling)
        {
            foreach (var mended in _lacks.Except(sentences).ToArray())
            {
                _lacks.Remove(mended);
                pulses.Mend(mended);
            }

            foreach (var sentence in sentences)
            {
                if (_lacks.Add(sentence) && pulses.Lack(sentence))
                    FilterWorkerLog.FilterUnusable(logger, sentence);
            }
        }
    }
}

/// <summary>Filters that were active at one time, with their tallies. Another selection is another object.</summary>
/// <param name="Tallies">One of each filter.</param>
sealed record FilterSelection(IReadOnlyList<FilterTally> Tallies)
{
    /// <summary>The same by key.</summary>
    public IReadOnlyDictionary<string, FilterTally> ById { get; } = Tallies.ToDictionary(tally => tally.Filter.Id, StringComparer.Ordinal);

    /// <summary>A selection; versions that go on keep their tallies.</summary>
    public static FilterSelection Of(IReadOnlyList<StoredFilter> filters, FilterSelection? before, long ticksPerSecond)
    {
        var known = before?.Tallies.ToDictionary(tally => tally.Filter.Id, StringComparer.Ordinal) ?? [];
        return new FilterSelection(
            [.. filters.Select(filter => known.TryGetValue(filter.Id, out var tally) && tally.Filter.RunsAs(filter) ? tally : new FilterTally(filter, ticksPerSecond))]);
    }
}
