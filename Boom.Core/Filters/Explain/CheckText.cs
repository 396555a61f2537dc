using System.Globalization;
using Boom.Core.Bson;
using Boom.Core.Filters.Conditions;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Explain;

/// <summary>Conditions on a path in signs and words, and what it would take to fulfil them.</summary>
static class CheckText
{
    const int Listed = 8;
    const int Letters = 160;

    public static string Of(string path, ValueCheck check, bool negated) => check switch
    {
        NumberCheck number => $"{path} {Sign(number.Wanted, negated)} {ValueText.Of(number.Operand)}",
        EncodedCheck encoded => Of(path, encoded.Inner, negated),
        ExistsCheck => negated ? $"{path} does not exist" : $"{path} exists",
        SizeCheck size => $"{path} has {(negated ? "not " : "")}{size.Size} elements",
        NotCheck not => Of(path, not.Inner, !negated),
        AllChecks all => $"{(negated ? "not " : "")}({string.Join(" and ", all.Checks.Select(each => Of(path, each, negated: false)))})",
        ElementValueCheck element => $"{(negated ? "no" : "an")} element of {path} is such that {Of("it", element.Inner, negated: false)}",
        ElementDocumentCheck element => $"{(negated ? "no" : "an")} element of {path} is such that {Of(element.Condition)}",
        _ => path,
    };

    /// <summary>A condition on one line that is not too long.</summary>
    public static string Short(Condition condition)
    {
        var text = Of(condition);
        return text.Length <= Letters ? text : $"{text[..Letters]}…";
    }

    /// <summary>A condition on one line.</summary>
    public static string Of(Condition condition) => condition switch
    {
        PathCondition path => Of(path.Path, path.Check, negated: false),
        NotCondition { Inner: PathCondition path } => Of(path.Path, path.Check, negated: true),
        NotCondition not => $"not ({Of(not.Inner)})",
        AllConditions all => string.Join(" and ", all.Conditions.Select(Inner)),
        AnyCondition any => string.Join(" or ", any.Conditions.Select(Inner)),
        ExpressionCondition expression => ExpressionText.Of(expression.Expression),
        _ => condition.GetType().Name,
    };

    /// <summary>What it would take, by the number that was found.</summary>
    public static string? Needed(ValueCheck check, bool negated, in FilterValue found)
    {
        if (check is NotCheck not)
            return Needed(not.Inner, !negated, found);
        return check is NumberCheck number && !negated && found.IsNumber ? Distance(found, number.Operand, number.Wanted) : null;
    }

    /// <summary>By how much a number misses a comparison.</summary>
    public static string? Distance(in FilterValue found, in FilterValue wanted, Orders orders)
    {
        if (!found.IsNumber || !wanted.IsNumber || found.Type == BsonType.Decimal128 || wanted.Type == BsonType.Decimal128)
            return null;
        var distance = wanted.ToDouble() - found.ToDouble();
        if (!double.IsFinite(distance) || (orders & Orders.Equal) != 0 && orders == (Orders.Below | Orders.Above))
            return null;
        var amount = Math.Abs(distance).ToString("G6", CultureInfo.InvariantCulture);
        return distance == 0 ? "any difference" : orders == Orders.Equal ? $"a change by {distance.ToString("G6", CultureInfo.InvariantCulture)}"
            : distance > 0 ? $"{amount} more" : $"{amount} less";
    }

    public static string Sign(Orders orders, bool negated) => (negated ? orders ^ (Orders.Below | Orders.Equal | Orders.Above) : orders) switch
    {
        Orders.Below => negated ? "not ≥" : "<",
        Orders.Below | Orders.Equal => negated ? "not >" : "≤",
        Orders.Equal => "=",
        Orders.Above => negated ? "not ≤" : ">",
        Orders.Above | Orders.Equal => negated ? "not <" : "≥",
        _ => "≠",
    };

    static string Inner(Condition condition) => condition is AllConditions or AnyCondition ? $"({Of(condition)})" : Of(condition);

    static string Of(string path, ValueTest test, bool negated) => test switch
    {
        ComparisonTest comparison => $"{path} {Sign(comparison.Wanted, negated)} {Text(comparison.Operand)}",
        InTest list => $"{path} is {(negated ? "not " : "")}in {Text(list.Sorted)}",
        RegexTest pattern => $"{path} {(negated ? "does not match" : "matches")} /{pattern.Regex}/",
        TypeTest => $"{path} is {(negated ? "not " : "")}of the types asked for",
        ModTest mod => $"{path} mod {mod.Divisor} {(negated ? "≠" : "=")} {mod.Remainder}",
        NeverTest => $"{path} has {(negated ? "anything" : "all of nothing, which nothing has")}",
        NotTest not => Of(path, not.Inner, !negated),
        AllTest all => $"{(negated ? "not " : "")}({string.Join(" and ", all.Tests.Select(each => Of(path, each, negated: false)))})",
        _ => path,
    };

    static string Text(MatchOperand operand) => ValueText.Of(FilterValue.Read(operand.Type, operand.Bytes, 0, operand.Bytes.Length));

    static string Text(ReadOnlySpan<MatchOperand> operands)
    {
        var texts = new List<string>();
        foreach (var operand in operands[..Math.Min(Listed, operands.Length)])
            texts.Add(Text(operand));
        if (operands.Length > Listed)
            texts.Add($"… {operands.Length} values");
        return $"[{string.Join(", ", texts)}]";
    }
}
