using Boom.Core.Filters.Conditions;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary><c>$match</c>.</summary>
sealed class MatchStage(Place place, Condition condition) : Stage(place)
{
    public Condition Condition => condition;

    public override Truth Apply(FilterRun run, ref FilterValue document) => condition.Test(run, document);
}
