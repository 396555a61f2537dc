using System.Numerics;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary><c>$round</c>, <c>$trunc</c>, <c>$ceil</c>, <c>$floor</c>.</summary>
static class RoundingOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        AddPlaces("$round", cut: false);
        AddPlaces("$trunc", cut: true);
        AddWhole("$ceil", up: true);
        AddWhole("$floor", up: false);

        void AddPlaces(string name, bool cut) => table.Add(name, (call, in argument) =>
        {
            var operands = call.Operands(argument, 1, 2);
            return new TwoOperandsExpression(
                (FilterRun run, in FilterValue value, in FilterValue places) => ToPlaces(run, name, value, places, cut),
                operands[0], operands.Length == 2 ? operands[1] : new ConstantExpression(FilterValue.Of(0)));
        });

        void AddWhole(string name, bool up) => table.Add(name, (call, in argument) => new OneOperandExpression(
            (FilterRun run, in FilterValue value) => value.Type switch
            {
                BsonType.Double => FilterValue.Of(up ? Math.Ceiling(value.AsDouble()) : Math.Floor(value.AsDouble())),
                BsonType.Int32 or BsonType.Int64 => value,
                BsonType.Decimal128 => NumberTower.Decimal(run, NumberTower.AsDecimal(value).ToWhole(up)),
                BsonType.Null or default(BsonType) => FilterValue.Null,
                _ => throw Words.Takes(name, "a number", value),
            },
            call.One(argument)));
    }

    static FilterValue ToPlaces(FilterRun run, string name, in FilterValue value, in FilterValue places, bool cut)
    {
        if (value.IsNullish)
            return FilterValue.Null;
        if (!value.IsNumber)
            throw Words.Takes(name, "a number", value);
        if (places.IsNullish)
            return FilterValue.Null;
        var count = Places(name, places);
        return value.Type switch
        {
            BsonType.Double => FilterValue.Of(DecimalRounding.Round(value.AsDouble(), count, cut)),
            BsonType.Decimal128 => NumberTower.Decimal(run, NumberTower.AsDecimal(value).ToPlaces(count, cut)),
            _ => count >= 0 ? value : Integer(name, value, count, cut),
        };
    }

    static int Places(string name, in FilterValue places)
    {
        if (!Integers.TryWhole(places, out var whole))
            throw Words.Takes(name, "places that are a whole number", places);
        return whole is >= -20 and <= 100 ? (int)whole : throw new FilterEvaluationException($"{name} takes places from -20 to 100, not {whole}");
    }

    static FilterValue Integer(string name, in FilterValue value, int places, bool cut)
    {
        var unit = BigInteger.Pow(10, -places);
        var number = (BigInteger)value.AsInt64();
        var whole = BigInteger.DivRem(BigInteger.Abs(number), unit, out var rest);
        var order = (rest * 2).CompareTo(unit);
        if (!cut && (order > 0 || (order == 0 && !whole.IsEven)))
            whole += 1;
        var rounded = whole * unit * number.Sign;
        if (rounded < long.MinValue || rounded > long.MaxValue)
            throw new FilterEvaluationException($"{name} leads to a number that an int64 cannot hold");
        return NumberTower.Integer((Int128)rounded, value.Type == BsonType.Int32);
    }
}
