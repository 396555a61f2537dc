using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

delegate FilterValue OneOperand(FilterRun run, in FilterValue value);

delegate FilterValue TwoOperands(FilterRun run, in FilterValue left, in FilterValue right);

delegate FilterValue ManyOperands(FilterRun run, ReadOnlySpan<FilterValue> values);

/// <summary>An operator that computes with the value of its one operand.</summary>
sealed class OneOperandExpression(OneOperand compute, Expression operand) : Expression
{
    public override IReadOnlyList<Expression> Operands => [operand];

    public override FilterValue Evaluate(FilterRun run)
    {
        var value = operand.Evaluate(run);
        return value.IsUnknown ? value : compute(run, value);
    }
}

/// <summary>An operator that computes with the values of both its operands.</summary>
sealed class TwoOperandsExpression(TwoOperands compute, Expression left, Expression right) : Expression
{
    public override IReadOnlyList<Expression> Operands => [left, right];

    public override FilterValue Evaluate(FilterRun run)
    {
        var first = left.Evaluate(run);
        var second = right.Evaluate(run);
        return first.IsUnknown ? first : second.IsUnknown ? second : compute(run, first, second);
    }
}

/// <summary>An operator that computes with the values of all its operands.</summary>
sealed class ManyOperandsExpression(ManyOperands compute, Expression[] operands) : Expression
{
    public override IReadOnlyList<Expression> Operands => operands;

    public override FilterValue Evaluate(FilterRun run)
    {
        var chunk = run.TakeValues(operands.Length, out var start);
        var unknown = false;
        for (var i = 0; i < operands.Length; i++)
        {
            var value = operands[i].Evaluate(run);
            unknown |= value.IsUnknown;
            chunk[start + i] = value;
        }

        return unknown ? FilterValue.Unknown : compute(run, chunk.AsSpan(start, operands.Length));
    }
}
