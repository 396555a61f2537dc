using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary><c>$cond</c>, <c>$ifNull</c>, <c>$switch</c>: only what is chosen is computed.</summary>
static class ConditionalOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        table.Add("$cond", Cond);
        table.Add("$ifNull", static (call, in argument) => new IfNullExpression(call.Operands(argument, 2)));
        table.Add("$switch", Switch);
    }

    static Expression Cond(OperatorCall call, in FilterValue argument)
    {
        if (argument.Type != BsonType.Document)
        {
            var operands = call.Operands(argument, 3, 3);
            return new CondExpression(operands[0], operands[1], operands[2]);
        }

        var parts = call.Named(argument, ["if", "then", "else"], []);
        return new CondExpression(call.Compile(parts[0]), call.Compile(parts[1]), call.Compile(parts[2]));
    }

    static Expression Switch(OperatorCall call, in FilterValue argument)
    {
        var parts = call.Named(argument, ["branches"], ["default"]);
        if (parts[0].Type != BsonType.Array)
            throw call.Fault("needs an array of 'branches'");
        var conditions = new List<Expression>();
        var results = new List<Expression>();
        var walker = new ElementWalker(parts[0]);
        while (walker.Next())
        {
            var branch = call.Named(walker.Value, ["case", "then"], []);
            conditions.Add(call.Compile(branch[0]));
            results.Add(call.Compile(branch[1]));
        }

        if (conditions.Count == 0)
            throw call.Fault("needs at least one of 'branches'");
        return new SwitchExpression([.. conditions], [.. results], parts[1].IsMissing ? null : call.Compile(parts[1]));
    }
}

sealed class CondExpression(Expression condition, Expression then, Expression otherwise) : Expression
{
    public override IReadOnlyList<Expression> Operands => [condition, then, otherwise];

    public override FilterValue Evaluate(FilterRun run) => condition.Test(run) switch
    {
        Truth.True => then.Evaluate(run),
        Truth.False => otherwise.Evaluate(run),
        _ => run.Doubt(),
    };

    public override Truth Test(FilterRun run) => condition.Test(run) switch
    {
        Truth.True => then.Test(run),
        Truth.False => otherwise.Test(run),
        _ => run.Doubt().Truth,
    };
}

sealed class IfNullExpression(Expression[] operands) : Expression
{
    public override IReadOnlyList<Expression> Operands => operands;

    public override FilterValue Evaluate(FilterRun run)
    {
        for (var i = 0; ; i++)
        {
            var value = operands[i].Evaluate(run);
            if (!value.IsNullish || i == operands.Length - 1)
                return value;
        }
    }
}

sealed class SwitchExpression(Expression[] conditions, Expression[] results, Expression? otherwise) : Expression
{
    public override IReadOnlyList<Expression> Operands => otherwise is null ? [.. conditions, .. results] : [.. conditions, .. results, otherwise];

    public override FilterValue Evaluate(FilterRun run)
    {
        for (var i = 0; i < conditions.Length; i++)
        {
            var truth = conditions[i].Test(run);
            if (truth == Truth.True)
                return results[i].Evaluate(run);
            if (truth == Truth.Unknown)
                return run.Doubt();
        }

        return otherwise is not null ? otherwise.Evaluate(run) : throw new FilterEvaluationException("no branch of $switch applies and it has no default");
    }
}
