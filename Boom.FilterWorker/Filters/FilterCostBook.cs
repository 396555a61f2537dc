using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.FilterWorker.Filters;

/// <summary>
/// What the filters of a survey cost, night by night, over all workers of a program: counted in memory and kept in the store from time to time. What is kept
/// are totals under a name of the program's own, so a write that is repeated counts nothing twice. Safe for concurrent use, but for <see cref="WriteAsync"/>.
/// </summary>
/// <param name="survey">Whose filters.</param>
/// <param name="store">Where they are kept.</param>
/// <param name="writer">A name that no other program has, or had.</param>
/// <param name="time">Clock of the age of counts, and that evaluations are timed by.</param>
sealed class FilterCostBook(ISurvey survey, IFilterCosts store, string writer, TimeProvider time)
{
    /// <summary>Entries that are held; with more it begins anew, under another name.</summary>
    internal const int MostEntries = 100_000;

    readonly Lock _lock = new();
    readonly Dictionary<(string Id, string Fid, DateOnly Night), Entry> _entries = [];
    int _part;

    /// <summary>A name for a program that begins now.</summary>
    public static string WriterAt(DateTimeOffset now) => FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}-{now.ToUnixTimeMilliseconds():x}");

    /// <summary>Counts what filters have done with alerts.</summary>
    public void Add(FilterOutcome outcome)
    {
        lock (_lock)
        {
            foreach (var run in outcome.Runs)
            {
                if (IsOneNight(run.Jds))
                    Of(run, NightOf(run.Jds[0])).Add(run.Passed.Length, run.Passed.AsSpan().Count(true), run.Errors, run.Ticks);
                else
                    AddApart(run);
            }
        }
    }

    /// <summary>Keeps what has been counted since the last time; what cannot be kept is kept the next time.</summary>
    /// <exception cref="Core.Resilience.TransientFaultException">The store does not answer.</exception>
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        var costs = Take();
        if (costs.Count == 0)
            return;
        try
        {
            await store.KeepCostsAsync(FormattableString.Invariant($"{writer}-{_part}"), costs, time.GetUtcNow(), cancellationToken);
        }
        catch
        {
            PutBack(costs);
            throw;
        }

        BeginAnewIfLarge();
    }

    List<FilterCost> Take()
    {
        var costs = new List<FilterCost>();
        lock (_lock)
        {
            foreach (var ((id, fid, night), entry) in _entries)
            {
                if (!entry.IsChanged)
                    continue;
                entry.IsChanged = false;
                costs.Add(new FilterCost(
                    id, fid, survey.Key, night, entry.Evaluations, entry.Passes, entry.Errors, (long)Math.Round(1e6 * entry.Ticks / time.TimestampFrequency)));
            }
        }

        return costs;
    }

    void PutBack(List<FilterCost> costs)
    {
        lock (_lock)
        {
            foreach (var cost in costs)
                _entries[(cost.FilterId, cost.Fid, cost.Night)].IsChanged = true;
        }
    }

    // Totals of entries that are forgotten stay in the store: those that come are another writer's.
    void BeginAnewIfLarge()
    {
        lock (_lock)
        {
            if (_entries.Count <= MostEntries || _entries.Values.Any(entry => entry.IsChanged))
                return;
            _entries.Clear();
            _part++;
        }
    }

    // Alerts of several nights in a batch are rare: what was read behind, or is replayed. Their time is shared out by evaluations.
    void AddApart(FilterRun run)
    {
        var count = run.Passed.Length;
        for (var i = 0; i < count; i++)
        {
            var ticks = (run.Ticks * (i + 1) / count) - (run.Ticks * i / count);
            Of(run, NightOf(run.Jds[i])).Add(1, run.Passed[i] ? 1 : 0, run.Erred.Contains(i) ? 1 : 0, ticks);
        }
    }

    // A night has no gaps: the first and the last decide.
    bool IsOneNight(double[] jds)
    {
        var (first, last) = (jds[0], jds[0]);
        foreach (var jd in jds)
            (first, last) = (Math.Min(first, jd), Math.Max(last, jd));
        return NightOf(first) == NightOf(last);
    }

    Entry Of(FilterRun run, DateOnly night)
    {
        var key = (run.Tally.Filter.Id, run.Tally.Filter.ActiveVersion, night);
        if (!_entries.TryGetValue(key, out var entry))
            _entries[key] = entry = new Entry();
        return entry;
    }

    // A time that is none counts for the first day there is.
    DateOnly NightOf(double jd) => AlertSpan.NightOf(survey, jd) ?? DateOnly.MinValue;

    sealed class Entry
    {
        public long Evaluations { get; private set; }

        public long Passes { get; private set; }

        public long Errors { get; private set; }

        public long Ticks { get; private set; }

        public bool IsChanged { get; set; }

        public void Add(int evaluations, int passes, int errors, long ticks)
        {
            Evaluations += evaluations;
            Passes += passes;
            Errors += errors;
            Ticks += ticks;
            IsChanged = true;
        }
    }
}
