using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

delegate FilterValue OneOperand(FilterRun run, in FilterValue value);

delegate FilterValue TwoOperands(FilterRun run, in FilterValue left, in FilterValue right);

delegate FilterValue ManyOperands(FilterRun run, ReadOnlySpan<FilterValue> values);

/// <summary>An operator that computes with the value of its one operand.</summary>
/// <param name="compute">What is computed.</param>
/// <param name="operand">From what.</param>
/// <param name="takesAll">Whether it takes values of all types, so that none is an error.</param>
sealed class OneOperandExpression(OneOperand compute, Expression operand, bool takesAll = false) : Expression
{
    public override IReadOnlyList<Expression> Operands => [operand];

    public override FilterValue Evaluate(FilterRun run)
    {
        var value = operand.Evaluate(run);
        if (!value.IsUnknown)
            return compute(run, value);
        return takesAll ? value : run.Doubt();
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
        return first.IsUnknown || second.IsUnknown ? run.Doubt() : compute(run, first, second);
    }
}

/// <summary>An operator that computes with the values of all its operands.</summary>
/// <param name="compute">What is computed.</param>
/// <param name="operands">From what.</param>
/// <param name="endsAtNull">Whether the first null or missing operand makes the result null, and the operands behind it are not computed.</param>
/// <param name="takesAll">Whether it takes values of all types, so that none is an error.</param>
sealed class ManyOperandsExpression(ManyOperands compute, Expression[] operands, bool endsAtNull = false, bool takesAll = false) : Expression
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
                return unknown ? run.Doubt() : compute(run, chunk.AsSpan(start, i + 1));
        }

        if (!unknown)
            return compute(run, chunk.AsSpan(start, operands.Length));
        return takesAll ? FilterValue.Unknown : run.Doubt();
    }
}
