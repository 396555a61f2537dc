using Boom.Core.Filters;
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
        if (survey.Results.HasPrograms && ProgramsOf(filter, survey.Key) is not { Count: > 0 })
            reason = $"It may see no programme of {survey.Key.ToUpperName()}: permissions.{survey.Key.ToUpperName()} is empty";
        else
            reason = TryCompilePipeline(survey, filter, plan, out compiled);
        return reason.Length == 0;
    }

    static string TryCompilePipeline(ISurvey survey, StoredFilter filter, FilterPlan plan, out AlertFilter compiled)
    {
        compiled = null!;
        try
        {
            compiled = AlertFilter.Compile(filter.Running!.Pipeline, survey.FilterView, RightsOf(survey, filter), plan);
        }
        catch (FilterException fault)
        {
            return fault.Message;
        }

        return "";
    }

    static FilterRights RightsOf(ISurvey survey, StoredFilter filter) => new(
        survey.Results.HasPrograms ? ProgramsOf(filter, survey.Key) : null,
        survey.Results.Partner is { } partner ? ProgramsOf(filter, partner) : null,
        filter.Watchlist);

    static IReadOnlyList<int>? ProgramsOf(StoredFilter filter, Survey survey) => filter.Permissions.TryGetValue(survey, out var programs) ? programs : null;

    sealed class Compiled(IReadOnlyList<StoredFilter> filters, IReadOnlyList<FilterProblem> problems, FilterNeeds needs, FilterSet set) : IFilterSet
    {
        public FilterNeeds Needs => needs;

        public IReadOnlyList<StoredFilter> Filters => filters;

        public IReadOnlyList<FilterProblem> Problems => problems;

        public void Load(IReadOnlyList<AlertDocuments> alerts)
        {
            var inputs = new FilterInput[alerts.Count];
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = new FilterInput(alerts[i].Alert, alerts[i].Object, alerts[i].Partner).With(alerts[i].Beside);
            set.Load(inputs);
        }

        public FilterVerdict Evaluate(int filter, int alert)
        {
            var answer = set.Evaluate(filter, alert);
            return new FilterVerdict(answer.Passed, answer.Annotations, answer.Error);
        }

        public void Dispose() => set.Dispose();
    }
}
