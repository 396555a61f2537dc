using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Expressions;

/// <summary><c>$pow</c>: of integers an integer where it fits.</summary>
static class PowerOperator
{
    public static FilterValue Compute(FilterRun run, in FilterValue left, in FilterValue right)
    {
        if (left.IsNullish || right.IsNullish)
            return FilterValue.Null;
        if (!left.IsNumber || !right.IsNumber)
            throw Words.Takes("$pow", "two numbers", left.IsNumber ? right : left);
        if (left.Truth == Truth.False && NumberTower.Double(right) < 0)
            throw new FilterEvaluationException("$pow of 0 takes no negative exponent");
        if (NumberTower.IsDecimal(left) || NumberTower.IsDecimal(right))
            return NumberTower.Decimal(run, DecimalNumber.OfDouble(Power(NumberTower.Double(left), NumberTower.Double(right))));
        if (left.IsInteger && right.IsInteger && TryInteger(left.AsInt64(), right.AsInt64(), out var power))
            return NumberTower.Integer(power, NumberTower.AreNarrow(left, right));
        return FilterValue.Of(Power(left.ToDouble(), right.ToDouble()));
    }

    static bool TryInteger(long number, long exponent, out Int128 power)
    {
        power = 1;
        if (number is 1 or -1)
        {
            power = number == 1 || exponent % 2 == 0 ? 1 : -1;
            return true;
        }

        if (exponent < 0)
            return false;
        if (number == 0)
        {
            power = exponent == 0 ? 1 : 0;
            return true;
        }

        // The 64th power of 2 is too large already.
        if (exponent >= 64)
            return false;
        for (var i = 0; i < exponent; i++)
        {
            power *= number;
            if (power < long.MinValue || power > long.MaxValue)
                return false;
        }

        return true;
    }

    static double Power(double number, double exponent) => Math.Pow(number, exponent);
}
