using Boom.Core.Filters;
using Boom.Core.Filters.Values;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.FilterWorker.Filters;

/// <summary>Users' pipelines, compiled (<see cref="AlertFilter"/>).</summary>
/// <param name="time">Times evaluations.</param>
public sealed class FilterEngine(TimeProvider time) : IFilterEngine
{
    /// <inheritdoc/>
    public IFilterSet Compile(ISurvey survey, IReadOnlyList<StoredFilter> filters)
    {
        var plan = new FilterPlan();
        var usable = new List<StoredFilter>(filters.Count);
        var compiled = new List<AlertFilter>(filters.Count);
        var problems = new List<FilterProblem>();
        foreach (var filter in filters)
        {
            if (TryCompile(survey, filter, plan, out var one, out var reason))
            {
                usable.Add(filter);
                compiled.Add(one);
            }
            else
            {
                problems.Add(new FilterProblem(filter, reason));
            }
        }

        return new Compiled(usable, problems, FilterNeeds.Of(compiled), new FilterSet(compiled, survey.FilterView, plan, time));
    }

    static bool TryCompile(ISurvey survey, StoredFilter filter, FilterPlan plan, out AlertFilter compiled, out string reason)
    {
        (compiled, reason) = (null!, "");
        try
        {
            compiled = StoredFilterCompiler.Compile(survey, filter, plan);
        }
        catch (FilterException fault)
        {
            reason = fault.Message;
            return false;
        }

        return true;
    }

    sealed class Compiled(IReadOnlyList<StoredFilter> filters, IReadOnlyList<FilterProblem> problems, FilterNeeds needs, FilterSet set) : IFilterSet
    {
        public FilterNeeds Needs => needs;

        public IReadOnlyList<StoredFilter> Filters => filters;

        public IReadOnlyList<FilterProblem> Problems => problems;

        public void Load(IReadOnlyList<AlertDocuments> alerts, UnknownPaths? unknown = null)
        {
            var inputs = new FilterInput[alerts.Count];
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = new FilterInput(alerts[i].Alert, alerts[i].Object, alerts[i].Partner).With(alerts[i].Beside);
            set.Load(inputs, unknown);
        }

        public FilterVerdict Evaluate(int filter, int alert)
        {
            var answer = set.Evaluate(filter, alert);
            return new FilterVerdict(answer.Passed, answer.Annotations, answer.Error);
        }

        public bool CouldPass(int filter, int alert) => set.CouldPass(filter, alert) != Truth.False;

        public void Dispose() => set.Dispose();
    }
}
