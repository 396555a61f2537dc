using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>What type a value has, and conversions.</summary>
static class TypeOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        One("$type", static (FilterRun run, in FilterValue value) => run.Text(Words.Alias(value)), takesAll: true);
        One("$isNumber", static (FilterRun _, in FilterValue value) => FilterValue.Of(value.IsNumber), takesAll: true);
        One("$toBool", static (FilterRun _, in FilterValue value) => value.IsNullish ? FilterValue.Null : FilterValue.Of(value.Truth), takesAll: true);
        One("$toDouble", Conversions.ToDouble);
        One("$toInt", static (FilterRun _, in FilterValue value) => Conversions.ToInteger("$toInt", value, int.MinValue, int.MaxValue));
        One("$toLong", static (FilterRun _, in FilterValue value) => Conversions.ToInteger("$toLong", value, long.MinValue, long.MaxValue));
        One("$toDecimal", Conversions.ToDecimal);
        One("$toDate", Conversions.ToDate);
        One("$toString", Conversions.ToText);

        void One(string name, OneOperand compute, bool takesAll = false)
            => table.Add(name, (call, in argument) => new OneOperandExpression(compute, call.One(argument), takesAll));
    }
}
