using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary><c>$and</c>, <c>$or</c>, <c>$not</c>: from left to right, and no further than the answer needs.</summary>
static class LogicOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        table.Add("$and", static (call, in argument) => new AndExpression(call.Operands(argument, 0)));
        table.Add("$or", static (call, in argument) => new OrExpression(call.Operands(argument, 0)));
        table.Add("$not", static (call, in argument) => new NotExpression(call.One(argument)));
    }
}

sealed class AndExpression(Expression[] operands) : Expression
{
    public override IReadOnlyList<Expression> Operands => operands;

    public override FilterValue Evaluate(FilterRun run) => FilterValue.Of(Test(run));

    public override Truth Test(FilterRun run)
    {
        var answer = Truth.True;
        foreach (var operand in operands)
        {
            var truth = operand.Test(run);
            if (truth == Truth.False)
                return truth;
            if (truth == Truth.Unknown)
                answer = truth;
        }

        return answer;
    }
}

sealed class OrExpression(Expression[] operands) : Expression
{
    public override IReadOnlyList<Expression> Operands => operands;

    public override FilterValue Evaluate(FilterRun run) => FilterValue.Of(Test(run));

    public override Truth Test(FilterRun run)
    {
        var answer = Truth.False;
        foreach (var operand in operands)
        {
            var truth = operand.Test(run);
            if (truth == Truth.True)
                return truth;
            if (truth == Truth.Unknown)
                answer = truth;
        }

        return answer;
    }
}

sealed class NotExpression(Expression operand) : Expression
{
    public override IReadOnlyList<Expression> Operands => [operand];

    public override FilterValue Evaluate(FilterRun run) => FilterValue.Of(Test(run));

    public override Truth Test(FilterRun run) => operand.Test(run) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };
}
