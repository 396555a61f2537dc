using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>
/// <c>$max</c>, <c>$min</c>, <c>$sum</c>, <c>$avg</c> and standard deviations: of several operands, or of the elements of an array that stands alone.
/// </summary>
static class AccumulatingOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        Add("$max", static (run, values) => Extreme(values, 1));
        Add("$min", static (run, values) => Extreme(values, -1));
        Add("$sum", Sum);
        Add("$avg", Average);
        Add("$stdDevPop", static (run, values) => Deviation(values, sample: false));
        Add("$stdDevSamp", static (run, values) => Deviation(values, sample: true));

        void Add(string name, ManyOperands compute) => table.Add(name, (call, in argument) =>
        {
            var operands = call.Operands(argument, 0);
            return operands.Length == 1
                ? new OneOperandExpression(
                    (FilterRun run, in FilterValue value) => value.Type == BsonType.Array ? compute(run, run.ItemsToScan(value)) : compute(run, [value]), operands[0], takesAll: true)
                : new ManyOperandsExpression(compute, operands, takesAll: true);
        });
    }

    /// <summary>The largest or smallest over all types; null and missing do not count.</summary>
    public static FilterValue Extreme(ReadOnlySpan<FilterValue> values, int sign)
    {
        var found = FilterValue.Null;
        foreach (ref readonly var value in values)
        {
            if (!value.IsNullish && (found.Type == BsonType.Null || ValueOrder.Compare(value, found) * sign > 0))
                found = value;
        }

        return found;
    }

    /// <summary>The sum of the numbers among the values; 0 when there are none.</summary>
    public static FilterValue Sum(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        var sum = default(ExactSum);
        foreach (ref readonly var value in values)
        {
            if (value.IsNumber)
                sum.Add(value);
        }

        return sum.Total(run);
    }

    /// <summary>The mean of the numbers among the values; null when there are none.</summary>
    public static FilterValue Average(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        var sum = default(ExactSum);
        var count = 0;
        foreach (ref readonly var value in values)
        {
            if (!value.IsNumber)
                continue;
            sum.Add(value);
            count++;
        }

        return count == 0 ? FilterValue.Null : sum.Average(run, count);
    }

    static FilterValue Deviation(ReadOnlySpan<FilterValue> values, bool sample)
    {
        var count = 0;
        var mean = 0.0;
        var squares = 0.0;
        foreach (ref readonly var value in values)
        {
            if (!value.IsNumber)
                continue;
            var number = NumberTower.Double(value);
            count++;
            var delta = number - mean;
            mean += delta / count;
            squares += delta * (number - mean);
        }

        var divisor = sample ? count - 1 : count;
        return divisor <= 0 ? FilterValue.Null : FilterValue.Of(Math.Sqrt(squares / divisor));
    }
}
