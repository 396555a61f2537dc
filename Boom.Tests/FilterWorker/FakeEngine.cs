using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;

namespace Boom.Tests.FilterWorker;

/// <summary>Filters whose pipeline is the name of a function here.</summary>
sealed class FakeEngine : IFilterEngine
{
    /// <summary>What a pipeline says of an alert; one that is not here cannot run.</summary>
    public Dictionary<string, Func<AlertDocuments, FilterVerdict>> Pipelines { get; } = [];

    /// <summary>Evaluations so far.</summary>
    public int Evaluations { get; private set; }

    public IFilterSet Compile(ISurvey survey, IReadOnlyList<StoredFilter> filters) => new Set(this, filters);

    sealed class Set(FakeEngine engine, IReadOnlyList<StoredFilter> all) : IFilterSet
    {
        IReadOnlyList<AlertDocuments> _alerts = [];

        public IReadOnlyList<StoredFilter> Filters { get; } = [.. all.Where(filter => engine.Pipelines.ContainsKey(filter.Running!.Pipeline))];

        public IReadOnlyList<FilterProblem> Problems { get; } =
            [.. all.Where(filter => !engine.Pipelines.ContainsKey(filter.Running!.Pipeline)).Select(filter => new FilterProblem(filter, "It cannot be read"))];

        public void Load(IReadOnlyList<AlertDocuments> alerts, UnknownPaths? unknown = null) => _alerts = alerts;

        public FilterVerdict Evaluate(int filter, int alert)
        {
            engine.Evaluations++;
            return engine.Pipelines[Filters[filter].Running!.Pipeline](_alerts[alert]);
        }

        public bool CouldPass(int filter, int alert) => true;

        public void Dispose()
        {
        }
    }
}
