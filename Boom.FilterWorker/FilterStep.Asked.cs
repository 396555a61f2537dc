using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.FilterWorker.Filters;

namespace Boom.FilterWorker;

/// <content>Alerts of which scores were left out, as nobody had asked for them when they were enriched.</content>
sealed partial class FilterStep
{
    /// <summary>
    /// Evaluates filters on alerts. One of which scores were left out passes none unless they are known: where a filter could let it pass, it is to be sent
    /// back for them (<see cref="FilterOutcome.Asked"/>), and nothing else is said of it.
    /// </summary>
    /// <inheritdoc cref="Evaluate(IReadOnlyList{AlertDocuments}, IFilterSet?, IReadOnlyDictionary{string, FilterTally})"/>
    public FilterOutcome EvaluateScored(IReadOnlyList<AlertDocuments> alerts, IFilterSet? set, IReadOnlyDictionary<string, FilterTally> tallies)
    {
        if (set is null || set.Filters.Count == 0)
            return Evaluate(alerts, set, tallies);
        var whole = new List<int>(alerts.Count);
        var groups = new Dictionary<string, (IReadOnlyList<string> Missing, List<int> Alerts)>(StringComparer.Ordinal);
        for (var i = 0; i < alerts.Count; i++)
        {
            var missing = AskedScores.Missing(alerts[i].Alert.Span);
            if (missing.Count == 0)
                whole.Add(i);
            else if (groups.TryGetValue(string.Join('.', missing), out var group))
                group.Alerts.Add(i);
            else
                groups.Add(string.Join('.', missing), (missing, [i]));
        }

        if (groups.Count == 0)
            return Evaluate(alerts, set, tallies);
        var outcome = new FilterOutcome(alerts.Count);
        var evaluated = Evaluate(whole.ConvertAll(i => alerts[i]), set, tallies);
        outcome.Runs.AddRange(evaluated.Runs);
        for (var i = 0; i < whole.Count; i++)
            outcome.Passes[whole[i]].AddRange(evaluated.Passes[i]);
        foreach (var (missing, numbers) in groups.Values)
            AskAboutMissing(alerts, numbers, new UnknownPaths(missing.Select(key => $"classifications.{key}")), set, tallies, outcome);
        outcome.Asked.Sort();
        return outcome;
    }

    // An alert that no filter could let pass counts as evaluated; one that is sent back comes again, and counts then.
    void AskAboutMissing(
        IReadOnlyList<AlertDocuments> alerts, List<int> numbers, UnknownPaths unknown, IFilterSet set, IReadOnlyDictionary<string, FilterTally> tallies,
        FilterOutcome outcome)
    {
        var asked = new bool[numbers.Count];
        var runs = new List<(FilterTally Tally, List<int> Seen, long Ticks, long Counted, bool IsExceeded)>();
        List<AlertDocuments> group = numbers.ConvertAll(i => alerts[i]);
        set.Load(group, unknown);
        for (var number = 0; number < set.Filters.Count; number++)
        {
            if (!tallies.TryGetValue(set.Filters[number].Id, out var tally) || tally.IsSuspended)
                continue;
            var seen = new List<int>(group.Count);
            FindVisible(group, set.Filters[number], seen);
            seen.RemoveAll(i => asked[i]);
            if (seen.Count > 0)
                runs.Add(Ask(set, number, tally, seen, asked));
        }

        foreach (var (tally, seen, ticks, counted, isExceeded) in runs)
        {
            // What has used up the time of a filter counts at once, also where it comes again.
            var settled = isExceeded ? seen : seen.FindAll(i => !asked[i]);
            if (settled.Count == 0)
                continue;
            outcome.Runs.Add(new FilterRun(tally, new bool[settled.Count], JdsOf(group, settled, settled.Count), ticks * settled.Count / seen.Count, [], null)
            {
                CountedTicks = counted * settled.Count / seen.Count,
            });
        }

        for (var i = 0; i < asked.Length; i++)
        {
            if (asked[i])
                outcome.Asked.Add(numbers[i]);
        }
    }

    (FilterTally Tally, List<int> Seen, long Ticks, long Counted, bool IsExceeded) Ask(IFilterSet set, int number, FilterTally tally, List<int> seen, bool[] asked)
    {
        var (counted, spent, started) = (0L, tally.Spent, _time.GetTimestamp());
        var last = started;
        for (var i = 0; i < seen.Count; i++)
        {
            asked[seen[i]] = CouldPass(set, number, seen[i]);
            counted += Lap(ref last);
            if (_budget.IsExceeded(spent.Evaluations + i + 1, spent.Ticks + counted))
                return (tally, seen.GetRange(0, i + 1), last - started, counted, true);
        }

        return (tally, seen, last - started, counted, false);
    }

    // What throws is evaluated again with the scores, and told then.
    static bool CouldPass(IFilterSet set, int number, int alert)
    {
        try
        {
            return set.CouldPass(number, alert);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return true;
        }
    }
}
