using System.Globalization;
using System.Numerics;
using Boom.Tests.Core.Matching;
using MongoDB.Bson;

namespace Boom.Tests.Core.Filters;

/// <summary>
/// Expressions evaluated word by word from the documentation, over whole documents: slow and obvious. A missing value is null (the reference of C#), an error is
/// an exception.
/// </summary>
static class SlowExpressions
{
    public static BsonValue? Evaluate(BsonValue expression, BsonDocument root, Dictionary<string, BsonValue?> variables) => expression switch
    {
        BsonString { Value: var text } when text.StartsWith("$$", StringComparison.Ordinal) => Variable(text[2..].Split('.'), root, variables),
        BsonString { Value: var text } when text.StartsWith('$') => Follow(root, text[1..].Split('.'), 0),
        BsonArray items => new BsonArray(items.Select(item => Evaluate(item, root, variables) ?? BsonNull.Value)),
        BsonDocument { ElementCount: 1 } call when call.GetElement(0).Name.StartsWith('$') => Call(call.GetElement(0).Name, call[0], root, variables),
        BsonDocument fields => Literal(fields, root, variables),
        _ => expression,
    };

    static BsonDocument Literal(BsonDocument fields, BsonDocument root, Dictionary<string, BsonValue?> variables)
    {
        var made = new BsonDocument();
        foreach (var field in fields)
        {
            if (Evaluate(field.Value, root, variables) is { } value)
                made.Add(field.Name, value);
        }

        return made;
    }

    static BsonValue? Variable(string[] parts, BsonDocument root, Dictionary<string, BsonValue?> variables)
        => Follow(parts[0] == "ROOT" ? root : variables[parts[0]], parts, 1);

    static BsonValue? Follow(BsonValue? value, string[] parts, int from)
    {
        if (from == parts.Length)
            return value;
        if (value is BsonDocument document)
            return Follow(document.GetValue(parts[from], null!), parts, from + 1);
        return value is not BsonArray array
            ? null
            : new BsonArray(array.Where(item => item is BsonDocument).Select(item => Follow(item, parts, from)).Where(found => found is not null));
    }

    static BsonValue? Call(string name, BsonValue argument, BsonDocument root, Dictionary<string, BsonValue?> variables)
    {
        BsonValue? Of(int i) => Evaluate(argument.AsBsonArray[i], root, variables);
        BsonValue? Bare() => Evaluate(argument, root, variables);
        BsonValue? Part(string part) => Evaluate(argument[part], root, variables);
        BsonValue? Inside(string part, BsonValue? item) => Evaluate(argument[part], root, new(variables) { ["this"] = item });
        switch (name)
        {
            case "$and":
                return argument.AsBsonArray.All(operand => IsTrue(Evaluate(operand, root, variables)));
            case "$or":
                return argument.AsBsonArray.Any(operand => IsTrue(Evaluate(operand, root, variables)));
            case "$not":
                return !IsTrue(Of(0));
            case "$gt":
                return Compare(Of(0), Of(1)) > 0;
            case "$gte":
                return Compare(Of(0), Of(1)) >= 0;
            case "$lt":
                return Compare(Of(0), Of(1)) < 0;
            case "$lte":
                return Compare(Of(0), Of(1)) <= 0;
            case "$eq":
                return Compare(Of(0), Of(1)) == 0;
            case "$ne":
                return Compare(Of(0), Of(1)) != 0;
            case "$cond":
                return IsTrue(Of(0)) ? Of(1) : Of(2);
            case "$ifNull":
                return Of(0) is { IsBsonNull: false } first ? first : Of(1);
            case "$add" or "$multiply":
                // A first operand that is null settles it, the second is not looked at.
                return Of(0) is null or BsonNull ? BsonNull.Value : Arithmetic(name, Of(0), Of(1));
            case "$subtract":
                return Arithmetic(name, Of(0), Of(1));
            case "$abs":
                return Abs(Bare());
            case "$isNumber":
                return Bare() is { IsNumeric: true };
            case "$size":
                return Bare() is BsonArray sized ? sized.Count : throw new InvalidOperationException("no array");
            case "$arrayElemAt":
                return ElementAt(Of(0), Of(1));
            case "$in":
                var needle = Of(0);
                return Of(1) is BsonArray hay ? hay.Any(item => Compare(needle, item) == 0) : throw new InvalidOperationException("no array");
            case "$max" or "$min":
                return Extreme(argument is BsonArray ? argument.AsBsonArray.Select(operand => Evaluate(operand, root, variables)) : [Bare()], name == "$max" ? 1 : -1, argument);
            case "$map":
                return Items(Part("input")) is { } mapped ? new BsonArray(mapped.Select(item => Inside("in", item) ?? BsonNull.Value)) : BsonNull.Value;
            case "$filter":
                return Items(Part("input")) is { } kept ? new BsonArray(kept.Where(item => IsTrue(Inside("cond", item)))) : BsonNull.Value;
            case "$let":
                return Evaluate(argument["in"], root, new(variables) { ["v"] = Evaluate(argument["vars"]["v"], root, variables) });
            default:
                throw new NotSupportedException(name);
        }
    }

    static BsonArray? Items(BsonValue? input)
        => input is null or BsonNull ? null : input as BsonArray ?? throw new InvalidOperationException("no array");

    static BsonValue? ElementAt(BsonValue? array, BsonValue? index)
    {
        if (array is null or BsonNull || index is null or BsonNull)
            return BsonNull.Value;
        if (array is not BsonArray items || !index.IsNumeric || index.ToDouble() % 1 != 0 || index.ToDouble() is < int.MinValue or > int.MaxValue)
            throw new InvalidOperationException("no array or no index");
        var at = index.ToInt32() < 0 ? items.Count + index.ToInt32() : index.ToInt32();
        return at >= 0 && at < items.Count ? items[at] : null;
    }

    static BsonValue Extreme(IEnumerable<BsonValue?> values, int sign, BsonValue argument)
    {
        var list = values.ToList();
        if (list is [BsonArray one] && (argument is not BsonArray || argument.AsBsonArray.Count == 1))
            list = [.. one];
        BsonValue found = BsonNull.Value;
        foreach (var value in list)
        {
            if (value is not (null or BsonNull) && (found.IsBsonNull || Compare(value, found) * sign > 0))
                found = value;
        }

        return found;
    }

    static BsonValue Abs(BsonValue? value) => value switch
    {
        null or BsonNull => BsonNull.Value,
        BsonInt32 whole => Whole(BigInteger.Abs(whole.Value), narrow: true),
        BsonInt64 whole => Whole(BigInteger.Abs(whole.Value), narrow: false),
        BsonDouble number => Math.Abs(number.Value),
        _ => throw new InvalidOperationException("no number"),
    };

    static BsonValue Arithmetic(string name, BsonValue? left, BsonValue? right)
    {
        if (left is null or BsonNull || right is null or BsonNull && (left.IsNumeric || name == "$subtract"))
            return BsonNull.Value;
        if (!left.IsNumeric || right is not { IsNumeric: true })
            throw new InvalidOperationException("no numbers");
        if (left is BsonDouble || right is BsonDouble)
        {
            var (a, b) = (left.ToDouble(), right.ToDouble());
            return name switch { "$add" => a + b, "$subtract" => a - b, _ => a * b };
        }

        var (x, y) = ((BigInteger)left.ToInt64(), (BigInteger)right.ToInt64());
        var result = name switch { "$add" => x + y, "$subtract" => x - y, _ => x * y };
        // Sums are exact; differences and products beyond int64 are those of doubles.
        if (name != "$add" && (result < long.MinValue || result > long.MaxValue))
            return name == "$subtract" ? left.ToDouble() - right.ToDouble() : left.ToDouble() * right.ToDouble();
        return Whole(result, left is BsonInt32 && right is BsonInt32);
    }

    static BsonValue Whole(BigInteger value, bool narrow)
    {
        if (narrow && value >= int.MinValue && value <= int.MaxValue)
            return (int)value;
        if (value >= long.MinValue && value <= long.MaxValue)
            return (long)value;
        // A conversion of the number itself would cut it off.
        return double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    static bool IsTrue(BsonValue? value) => value switch
    {
        null or BsonNull => false,
        BsonBoolean boolean => boolean.Value,
        { IsNumeric: true } => value.ToDouble() != 0,
        _ => true,
    };

    /// <summary>The order of expressions: a missing value is below null.</summary>
    static int Compare(BsonValue? left, BsonValue? right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        return BruteForceOrder.Compare(left, right);
    }
}
