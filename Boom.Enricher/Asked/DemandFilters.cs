using Boom.Core.Filters;
using Boom.Core.Filters.Values;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Enricher.Asked;

/// <summary>
/// The active filters of a survey as an enricher asks them: which alerts could they let pass? One that filter workers cannot run passes none. Any number of
/// threads may ask at once, each with memory of its own.
/// </summary>
sealed class DemandFilters
{
    readonly Entry[] _filters;

    DemandFilters(IReadOnlyList<StoredFilter> source, FilterPlan plan, Entry[] filters) => (Source, Plan, _filters) = (source, plan, filters);

    /// <summary>As they are stored.</summary>
    public IReadOnlyList<StoredFilter> Source { get; }

    /// <summary>What they ask of a document.</summary>
    public FilterPlan Plan { get; }

    /// <summary>How many can be asked.</summary>
    public int Count => _filters.Length;

    /// <summary>Makes filters ready.</summary>
    /// <param name="survey">Whose alerts they look at.</param>
    /// <param name="filters">As they are stored.</param>
    /// <param name="knowsPartner">Whether objects of the partner survey are at hand.</param>
    public static DemandFilters Compile(ISurvey survey, IReadOnlyList<StoredFilter> filters, bool knowsPartner)
    {
        var plan = new FilterPlan();
        var compiled = new List<Entry>(filters.Count);
        foreach (var filter in filters)
        {
            if (filter.Running is null)
                continue;
            try
            {
                // Enrichers read neither watch lists nor histories: an object may be on any list, and any history may fit.
                var one = StoredFilterCompiler.Compile(survey, filter, plan, ignoresWatchlist: true);
                compiled.Add(new Entry(one, filter.ProgramsOf(survey), one.NeedsPartner && !knowsPartner));
            }
            catch (FilterException)
            {
                // Filter workers tell why it does not run.
            }
        }

        return new DemandFilters(filters, plan, [.. compiled]);
    }

    /// <summary>The first filter from a number on that could let an alert pass; -1 for none.</summary>
    /// <param name="run">The thread's memory.</param>
    /// <param name="costs">What the thread has spent on each.</param>
    /// <param name="alert">The alert, loaded with the plan.</param>
    /// <param name="programId">Its programme: a filter without permission for it does not see it.</param>
    /// <param name="from">Number of the filter to begin with.</param>
    /// <param name="isSure">Whether that filter passes whatever the values are that are not known.</param>
    public int FindFirst(FilterRun run, DemandCosts costs, PreparedAlert alert, int programId, int from, out bool isSure)
    {
        isSure = false;
        for (var number = from; number < _filters.Length; number++)
        {
            ref readonly var filter = ref _filters[number];
            if (!filter.Programs.Contains(programId))
                continue;
            if (filter.IsBlind || costs.IsUsedUp(this, number))
                return number;
            var truth = CouldPass(filter.Filter, run, alert);
            costs.Add(number, run.StepsTaken);
            isSure = truth == Truth.True;
            if (truth != Truth.False)
                return number;
        }

        return -1;
    }

    // A filter that goes wrong here does so in the filter worker as well, which tells it; the alert is enriched all the same.
    static Truth CouldPass(AlertFilter filter, FilterRun run, PreparedAlert alert)
    {
        try
        {
            return filter.CouldPass(run, alert);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Truth.Unknown;
        }
    }

    readonly record struct Entry(AlertFilter Filter, ProgramSet Programs, bool IsBlind);
}
