using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Conditions;

/// <summary>A check of one value that a path yields. It is never given an unknown value.</summary>
abstract class ValueCheck
{
    /// <summary>Whether an array at the end of a path is checked as it is, without its elements.</summary>
    public virtual bool TakesArraysWhole => false;

    public abstract Truth Test(FilterRun run, in FilterValue value);
}

/// <summary>A test of the match language, for which a computed array or object is encoded.</summary>
sealed class EncodedCheck(ValueTest test) : ValueCheck
{
    public ValueTest Inner => test;

    public override bool TakesArraysWhole => test.TakesArraysWhole;

    public override Truth Test(FilterRun run, in FilterValue value)
    {
        var encoded = run.Encode(value);
        return test.Passes(encoded.AsMatch()) ? Truth.True : Truth.False;
    }
}

/// <summary>A comparison with a number that is not NaN: only numbers satisfy it.</summary>
sealed class NumberCheck(FilterValue operand, Orders wanted) : ValueCheck
{
    readonly FilterValue _operand = operand;
    readonly double _double = operand.Type == BsonType.Double ? operand.AsDouble() : double.NaN;

    public FilterValue Operand => _operand;

    public Orders Wanted => wanted;

    public override Truth Test(FilterRun run, in FilterValue value)
    {
        int order;
        if (value.Type == BsonType.Double)
        {
            var number = value.AsDouble();
            if (double.IsNaN(number))
                return Truth.False;
            order = double.IsNaN(_double) ? ValueOrder.CompareNumbers(value, _operand) : number < _double ? -1 : number > _double ? 1 : 0;
        }
        else if (!value.IsNumber || (value.Type == BsonType.Decimal128 && NumberTower.AsDecimal(value).IsNaN))
        {
            return Truth.False;
        }
        else
        {
            order = ValueOrder.CompareNumbers(value, _operand);
        }

        return (wanted & (order < 0 ? Orders.Below : order > 0 ? Orders.Above : Orders.Equal)) != 0 ? Truth.True : Truth.False;
    }
}

sealed class ExistsCheck : ValueCheck
{
    public override bool TakesArraysWhole => true;

    public override Truth Test(FilterRun run, in FilterValue value) => value.IsMissing ? Truth.False : Truth.True;
}

/// <summary>An array of so many elements.</summary>
sealed class SizeCheck(long size) : ValueCheck
{
    public long Size => size;

    public override bool TakesArraysWhole => true;

    public override Truth Test(FilterRun run, in FilterValue value)
        => value.Type == BsonType.Array && FilterRun.Count(value) == size ? Truth.True : Truth.False;
}

sealed class NotCheck(ValueCheck inner) : ValueCheck
{
    public ValueCheck Inner => inner;

    public override Truth Test(FilterRun run, in FilterValue value) => inner.Test(run, value) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };
}

sealed class AllChecks(ValueCheck[] checks) : ValueCheck
{
    public ValueCheck[] Checks => checks;

    public override Truth Test(FilterRun run, in FilterValue value)
    {
        var answer = Truth.True;
        foreach (var check in checks)
        {
            var truth = check.Test(run, value);
            if (truth == Truth.False)
                return truth;
            if (truth == Truth.Unknown)
                answer = truth;
        }

        return answer;
    }
}
