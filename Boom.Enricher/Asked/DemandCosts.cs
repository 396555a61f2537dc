using Boom.Core.Filters;

namespace Boom.Enricher.Asked;

/// <summary>
/// What filters cost one thread that asks them, counted in steps of their evaluation and not in time: it needs no clock. One that costs too much is not asked
/// any more; that it could let every alert pass is said instead, until the filters are read again.
/// </summary>
sealed class DemandCosts
{
    /// <summary>Steps that a thousand evaluations may take: about a second.</summary>
    internal const long MostSteps = 10_000_000;

    DemandFilters? _filters;
    int[] _evaluations = [];
    long[] _steps = [];

    /// <summary>Whether a filter has cost too much.</summary>
    /// <param name="filters">The filters.</param>
    /// <param name="number">Number of the filter.</param>
    public bool IsUsedUp(DemandFilters filters, int number)
    {
        if (!ReferenceEquals(filters, _filters))
            (_filters, _evaluations, _steps) = (filters, new int[filters.Count], new long[filters.Count]);
        return _steps[number] > MostSteps;
    }

    /// <summary>Counts an evaluation of the filter that was asked about last.</summary>
    public void Add(int number, int steps)
    {
        _steps[number] += steps;
        if (++_evaluations[number] < EvaluationBudget.Evaluations || _steps[number] > MostSteps)
            return;
        (_evaluations[number], _steps[number]) = (0, 0);
    }
}
