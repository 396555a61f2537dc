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
/// <param name="compute">What is computed.</param>
/// <param name="left">The first operand.</param>
/// <param name="right">The second operand.</param>
/// <param name="endsAtNull">Whether a null or missing first operand makes the result null, and the second is not computed.</param>
sealed class TwoOperandsExpression(TwoOperands compute, Expression left, Expression right, bool endsAtNull = false) : Expression
{
    public override IReadOnlyList<Expression> Operands => [left, right];

    public override FilterValue Evaluate(FilterRun run)
    {
        var first = left.Evaluate(run);
        if (endsAtNull && first.IsNullish)
            return FilterValue.Null;
        var second = right.Evaluate(run);
        return first.IsUnknown ? first : second.IsUnknown ? second : compute(run, first, second);
    }
}

/// <summary>An operator that computes with the values of all its operands.</summary>
/// <param name="compute">What is computed.</param>
/// <param name="operands">From what.</param>
/// <param name="endsAtNull">Whether the first null or missing operand makes the result null, and the operands behind it are not computed.</param>
sealed class ManyOperandsExpression(ManyOperands compute, Expression[] operands, bool endsAtNull = false) : Expression
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
            if (endsAtNull && value.IsNullish)
                return unknown ? FilterValue.Unknown : compute(run, chunk.AsSpan(start, i + 1));
        }

        return unknown ? FilterValue.Unknown : compute(run, chunk.AsSpan(start, operands.Length));
    }
}
