using Boom.Core.Bson;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Expressions;

/// <summary>Roots, logarithms, exponentials, angles (radians). They give doubles, of a decimal128 a decimal128 with a double's precision.</summary>
static class TrigonometryOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        Add(table, "$sqrt", Math.Sqrt, static value => value >= 0, "numbers from 0 on");
        Add(table, "$exp", Math.Exp);
        Add(table, "$ln", Math.Log, static value => value > 0, "numbers above 0");
        Add(table, "$log10", Math.Log10, static value => value > 0, "numbers above 0");
        Add(table, "$sin", Math.Sin, double.IsFinite, "finite angles");
        Add(table, "$cos", Math.Cos, double.IsFinite, "finite angles");
        Add(table, "$tan", Math.Tan, double.IsFinite, "finite angles");
        Add(table, "$asin", Math.Asin, static value => Math.Abs(value) <= 1, "numbers from -1 to 1");
        Add(table, "$acos", Math.Acos, static value => Math.Abs(value) <= 1, "numbers from -1 to 1");
        Add(table, "$atan", Math.Atan);
        Add(table, "$sinh", Math.Sinh);
        Add(table, "$cosh", Math.Cosh);
        Add(table, "$tanh", Math.Tanh);
        Add(table, "$degreesToRadians", static value => value * (Math.PI / 180));
        Add(table, "$radiansToDegrees", static value => value * (180 / Math.PI));
        AddTwo(table, "$atan2", Math.Atan2, static (_, _) => true, "two numbers");
        AddTwo(table, "$log", static (value, @base) => Math.Log(value) / Math.Log(@base), static (value, @base) => value > 0 && @base > 0 && @base != 1,
            "a number above 0 and a base above 0 that is not 1");
    }

    static void Add(Dictionary<string, OperatorFactory> table, string name, Func<double, double> function, Func<double, bool>? allows = null, string allowed = "")
        => table.Add(name, (call, in argument) => new OneOperandExpression(
            (FilterRun run, in FilterValue value) =>
            {
                if (value.IsNullish)
                    return FilterValue.Null;
                if (!value.IsNumber)
                    throw Words.Takes(name, "a number", value);
                var number = NumberTower.Double(value);
                if (allows is not null && !double.IsNaN(number) && !allows(number))
                    throw new FilterEvaluationException($"{name} takes {allowed}");
                var result = function(number);
                return value.Type == BsonType.Decimal128 ? NumberTower.Decimal(run, DecimalNumber.OfDouble(result)) : FilterValue.Of(result);
            },
            call.One(argument)));

    static void AddTwo(
        Dictionary<string, OperatorFactory> table, string name, Func<double, double, double> function, Func<double, double, bool> allows, string allowed)
        => table.Add(name, (call, in argument) =>
        {
            var operands = call.Operands(argument, 2, 2);
            return new TwoOperandsExpression(
                (FilterRun run, in FilterValue left, in FilterValue right) =>
                {
                    if (left.IsNullish || right.IsNullish)
                        return FilterValue.Null;
                    if (!left.IsNumber || !right.IsNumber)
                        throw Words.Takes(name, "two numbers", left.IsNumber ? right : left);
                    var (first, second) = (NumberTower.Double(left), NumberTower.Double(right));
                    if (!double.IsNaN(first) && !double.IsNaN(second) && !allows(first, second))
                        throw new FilterEvaluationException($"{name} takes {allowed}");
                    return FilterValue.Of(function(first, second));
                },
                operands[0], operands[1]);
        });
}
