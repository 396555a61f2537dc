using Boom.Core.Bson;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Expressions;

/// <summary>Sums, products, quotients and powers. Null and missing give null.</summary>
static class ArithmeticOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        table.Add("$add", static (call, in argument) =>
        {
            var operands = call.Operands(argument, 0);
            return operands.Length == 2
                ? new TwoOperandsExpression(Add, operands[0], operands[1], endsAtNull: true)
                : new ManyOperandsExpression(AddAll, operands, endsAtNull: true);
        });
        table.Add("$multiply", static (call, in argument) =>
        {
            var operands = call.Operands(argument, 0);
            return operands.Length == 2
                ? new TwoOperandsExpression(Multiply, operands[0], operands[1], endsAtNull: true)
                : new ManyOperandsExpression(MultiplyAll, operands, endsAtNull: true);
        });
        Two("$subtract", Subtract);
        Two("$divide", Divide);
        Two("$mod", Mod);
        Two("$pow", PowerOperator.Compute);
        table.Add("$abs", static (call, in argument) => new OneOperandExpression(Abs, call.One(argument)));

        void Two(string name, TwoOperands compute) => table.Add(name, (call, in argument) =>
        {
            var operands = call.Operands(argument, 2, 2);
            return new TwoOperandsExpression(compute, operands[0], operands[1]);
        });
    }

    static FilterValue Add(FilterRun run, in FilterValue left, in FilterValue right)
    {
        if (left.Type == BsonType.Double && right.Type == BsonType.Double)
            return FilterValue.Of(left.AsDouble() + right.AsDouble());
        return AddAll(run, [left, right]);
    }

    static FilterValue AddAll(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        var sum = default(ExactSum);
        var hasDate = false;
        var date = 0L;
        foreach (ref readonly var value in values)
        {
            if (value.IsNullish)
                return FilterValue.Null;
            if (value.IsNumber)
                sum.Add(value);
            else if (value.Type != BsonType.DateTime)
                throw Words.Takes("$add", "numbers and at most one date", value);
            else if (hasDate)
                throw new FilterEvaluationException("$add takes at most one date");
            else
                (hasDate, date) = (true, value.AsInt64());
        }

        var total = sum.Total(run);
        return hasDate ? Shifted("$add", date, total, subtract: false) : total;
    }

    static FilterValue Subtract(FilterRun run, in FilterValue left, in FilterValue right)
    {
        if (left.Type == BsonType.Double && right.Type == BsonType.Double)
            return FilterValue.Of(left.AsDouble() - right.AsDouble());
        if (left.IsNullish || right.IsNullish)
            return FilterValue.Null;
        if (left.IsNumber && right.IsNumber)
        {
            if (NumberTower.IsDecimal(left) || NumberTower.IsDecimal(right))
                return NumberTower.Decimal(run, NumberTower.AsDecimal(left) - NumberTower.AsDecimal(right));
            var difference = (Int128)left.AsInt64() - right.AsInt64();
            // Beyond int64 both become doubles first, as in MongoDB.
            return left.IsInteger && right.IsInteger && difference >= long.MinValue && difference <= long.MaxValue
                ? NumberTower.Integer(difference, NumberTower.AreNarrow(left, right))
                : FilterValue.Of(left.ToDouble() - right.ToDouble());
        }

        if (left.Type != BsonType.DateTime)
            throw Words.Takes("$subtract", "two numbers, two dates, or a date and a number", left.IsNumber ? right : left);
        if (right.Type == BsonType.DateTime)
            return NumberTower.Integer((Int128)left.AsInt64() - right.AsInt64(), narrow: false);
        return right.IsNumber
            ? Shifted("$subtract", left.AsInt64(), right, subtract: true)
            : throw Words.Takes("$subtract", "two numbers, two dates, or a date and a number", right);
    }

    /// <summary>A date and some milliseconds, rounded to whole ones.</summary>
    static FilterValue Shifted(string name, long date, in FilterValue milliseconds, bool subtract)
    {
        var shift = milliseconds.IsInteger ? milliseconds.AsInt64() : Math.Round(NumberTower.Double(milliseconds), MidpointRounding.AwayFromZero);
        if (!(Math.Abs((double)shift) < 9.3e18))
            throw new FilterEvaluationException($"{name} leads to a date that cannot be held");
        var result = subtract ? date - (Int128)shift : date + (Int128)shift;
        return result >= long.MinValue && result <= long.MaxValue
            ? FilterValue.Date((long)result)
            : throw new FilterEvaluationException($"{name} leads to a date that cannot be held");
    }

    static FilterValue Multiply(FilterRun run, in FilterValue left, in FilterValue right)
    {
        if (left.Type == BsonType.Double && right.Type == BsonType.Double)
            return FilterValue.Of(left.AsDouble() * right.AsDouble());
        return MultiplyAll(run, [left, right]);
    }

    static FilterValue MultiplyAll(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        var product = FilterValue.Of(1);
        foreach (ref readonly var value in values)
        {
            if (value.IsNullish)
                return FilterValue.Null;
            if (!value.IsNumber)
                throw Words.Takes("$multiply", "numbers", value);
            product = Product(run, product, value);
        }

        return product;
    }

    static FilterValue Product(FilterRun run, in FilterValue left, in FilterValue right)
    {
        if (NumberTower.IsDecimal(left) || NumberTower.IsDecimal(right))
            return NumberTower.Decimal(run, NumberTower.AsDecimal(left) * NumberTower.AsDecimal(right));
        if (left.IsInteger && right.IsInteger)
        {
            var product = (Int128)left.AsInt64() * right.AsInt64();
            if (product >= long.MinValue && product <= long.MaxValue)
                return NumberTower.Integer(product, NumberTower.AreNarrow(left, right));
        }

        return FilterValue.Of(left.ToDouble() * right.ToDouble());
    }

    static FilterValue Divide(FilterRun run, in FilterValue left, in FilterValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            if (right.Truth == Truth.False)
                throw new FilterEvaluationException("$divide by zero");
            return NumberTower.IsDecimal(left) || NumberTower.IsDecimal(right)
                ? NumberTower.Decimal(run, NumberTower.AsDecimal(left) / NumberTower.AsDecimal(right))
                : FilterValue.Of(left.ToDouble() / right.ToDouble());
        }

        if (left.IsNullish || right.IsNullish)
            return FilterValue.Null;
        throw Words.Takes("$divide", "two numbers", left.IsNumber ? right : left);
    }

    static FilterValue Mod(FilterRun run, in FilterValue left, in FilterValue right)
    {
        if (!left.IsNumber || !right.IsNumber)
            return left.IsNullish || right.IsNullish ? FilterValue.Null : throw Words.Takes("$mod", "two numbers", left.IsNumber ? right : left);
        if (right.Truth == Truth.False)
            throw new FilterEvaluationException("$mod by zero");
        if (NumberTower.IsDecimal(left) || NumberTower.IsDecimal(right))
            return NumberTower.Decimal(run, DecimalMod(NumberTower.AsDecimal(left), NumberTower.AsDecimal(right)));
        // A double that is a whole int32 divides integers as an int32 does.
        if (left.IsInteger && (right.IsInteger || Integers.TryInt32(right, out _)))
        {
            Integers.TryWhole(right, out var divisor);
            // By −1 everything divides, and the smallest int64 divided by it would overflow.
            return NumberTower.Integer(divisor == -1 ? 0 : left.AsInt64() % divisor, left.Type == BsonType.Int32 && right.Type != BsonType.Int64);
        }

        return FilterValue.Of(left.ToDouble() % right.ToDouble());
    }

    static DecimalNumber DecimalMod(DecimalNumber left, DecimalNumber right)
    {
        if (left.Special is not null || right.IsNaN)
            return DecimalNumber.NotFinite(double.NaN);
        return right.Special is not null ? left : left - ((left / right).ToPlaces(0, cut: true) * right);
    }

    static FilterValue Abs(FilterRun run, in FilterValue value) => value.Type switch
    {
        BsonType.Double => FilterValue.Of(Math.Abs(value.AsDouble())),
        BsonType.Int32 => NumberTower.Integer(Int128.Abs(value.AsInt64()), narrow: true),
        BsonType.Int64 => value.AsInt64() == long.MinValue
            ? throw new FilterEvaluationException("$abs of the smallest int64 cannot be held")
            : FilterValue.Of(Math.Abs(value.AsInt64())),
        BsonType.Decimal128 => NumberTower.Decimal(run, NumberTower.AsDecimal(value).Absolute()),
        BsonType.Null or default(BsonType) => FilterValue.Null,
        _ => throw Words.Takes("$abs", "a number", value),
    };
}
