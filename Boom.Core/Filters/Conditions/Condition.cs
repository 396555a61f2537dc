using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Conditions;

/// <summary>A condition of <c>$match</c>.</summary>
abstract class Condition
{
    /// <summary>Whether it holds for a document, which is the one of the stage or an element of an array in it.</summary>
    public abstract Truth Test(FilterRun run, in FilterValue document);
}

sealed class AllConditions(Condition[] conditions) : Condition
{
    public Condition[] Conditions => conditions;

    public override Truth Test(FilterRun run, in FilterValue document)
    {
        var answer = Truth.True;
        foreach (var condition in conditions)
        {
            var truth = condition.Test(run, document);
            if (truth == Truth.False)
                return truth;
            if (truth == Truth.Unknown)
                answer = truth;
        }

        return answer;
    }
}

sealed class AnyCondition(Condition[] conditions) : Condition
{
    public Condition[] Conditions => conditions;

    public override Truth Test(FilterRun run, in FilterValue document)
    {
        var answer = Truth.False;
        foreach (var condition in conditions)
        {
            var truth = condition.Test(run, document);
            if (truth == Truth.True)
                return truth;
            if (truth == Truth.Unknown)
                answer = truth;
        }

        return answer;
    }
}

sealed class NotCondition(Condition inner) : Condition
{
    public Condition Inner => inner;

    public override Truth Test(FilterRun run, in FilterValue document) => inner.Test(run, document) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };
}

/// <summary><c>$expr</c>.</summary>
sealed class ExpressionCondition(Expression expression) : Condition
{
    public Expression Expression => expression;

    public override Truth Test(FilterRun run, in FilterValue document) => expression.Test(run);
}
