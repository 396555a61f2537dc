using MongoDB.Bson;

namespace Boom.Tests.Core.Matching;

/// <summary>
/// The rules of a match written down once more, over documents of the driver: list all that a path yields, then ask of each. Slow, and short
/// enough to be checked by reading.
/// </summary>
static class BruteForceMatch
{
    public static bool Matches(BsonDocument condition, BsonValue document) => condition.All(part => part.Name switch
    {
        "$and" => part.Value.AsBsonArray.All(each => Matches(each.AsBsonDocument, document)),
        "$or" => part.Value.AsBsonArray.Any(each => Matches(each.AsBsonDocument, document)),
        "$nor" => !part.Value.AsBsonArray.Any(each => Matches(each.AsBsonDocument, document)),
        _ => Field(Follow(document, part.Name.Split('.')).ToList(), part.Value),
    });

    static bool Field(List<Found> found, BsonValue predicate)
        => IsOperators(predicate)
            ? predicate.AsBsonDocument.All(part => Operator(found, part.Name, part.Value))
            : Operator(found, "$eq", predicate);

    static bool IsOperators(BsonValue value) => value is BsonDocument { ElementCount: > 0 } document && document.GetElement(0).Name.StartsWith('$');

    static bool Operator(List<Found> found, string name, BsonValue operand) => name switch
    {
        "$ne" => !Operator(found, "$eq", operand),
        "$nin" => !Operator(found, "$in", operand),
        "$not" => !Field(found, operand),
        "$exists" when !operand.AsBoolean => !Operator(found, "$exists", true),
        "$all" => operand.AsBsonArray.Count > 0 && operand.AsBsonArray.All(each => Field(found, each)),
        "$size" or "$elemMatch" => found.Any(one => Passes(one.Value, name, operand)),
        _ => found.SelectMany(one => one.WithElements()).Any(value => Passes(value, name, operand)),
    };

    /// <summary>Whether one value, or none, passes one operator.</summary>
    static bool Passes(BsonValue? value, string name, BsonValue operand) => name switch
    {
        "$ne" => !Passes(value, "$eq", operand),
        "$nin" => !Passes(value, "$in", operand),
        "$not" => !operand.AsBsonDocument.All(part => Passes(value, part.Name, part.Value)),
        "$exists" => (value is not null) == operand.AsBoolean,
        "$in" => operand.AsBsonArray.Any(each => Passes(value, "$eq", each)),
        "$all" => operand.AsBsonArray.Count > 0 && operand.AsBsonArray.All(each => Passes(value, "$eq", each)),
        "$size" => value is BsonArray array && array.Count == operand.ToInt32(),
        "$type" => value is not null && operand.AsString == BruteForceOrder.TypeName(value),
        "$mod" => value is not null && Remainder(value, operand[0].ToInt64()) == operand[1].ToInt64(),
        "$elemMatch" => value is BsonArray array && array.Any(element => Element(element, operand.AsBsonDocument)),
        _ => Compares(value, name, operand),
    };

    static bool Element(BsonValue element, BsonDocument condition) => IsOperators(condition)
        ? condition.All(part => Passes(element, part.Name, part.Value))
        : element is BsonDocument or BsonArray && Matches(condition, element);

    static bool Compares(BsonValue? value, string name, BsonValue operand)
    {
        var takesEqual = name is "$eq" or "$gte" or "$lte";
        if (value is null)
            return takesEqual && operand.IsBsonNull;
        if (BruteForceOrder.Bracket(value) != BruteForceOrder.Bracket(operand))
            return false;
        if (BruteForceOrder.IsNaN(value) || BruteForceOrder.IsNaN(operand))
            return takesEqual && BruteForceOrder.IsNaN(value) && BruteForceOrder.IsNaN(operand);
        var order = BruteForceOrder.Compare(value, operand);
        return (takesEqual && order == 0) || (name is "$gt" or "$gte" && order > 0) || (name is "$lt" or "$lte" && order < 0);
    }

    static long? Remainder(BsonValue value, long divisor)
        => BruteForceOrder.Whole(value) is { } whole && whole >= long.MinValue && whole <= long.MaxValue ? (long)(whole % divisor) : null;

    static IEnumerable<Found> Follow(BsonValue document, string[] parts)
    {
        var value = Get(document, parts[0]);
        var rest = parts[1..];
        return value switch
        {
            null => [new(null, ByName: true)],
            _ when rest.Length == 0 => [new(value, ByName: true)],
            BsonDocument => Follow(value, rest),
            BsonArray array => FollowInto(array, rest),
            _ => [new(null, ByName: true)],
        };
    }

    static IEnumerable<Found> FollowInto(BsonArray array, string[] parts) => array.SelectMany((element, i) =>
    {
        IEnumerable<Found> asObject = element is BsonDocument ? Follow(element, parts) : [];
        IEnumerable<Found> atIndex = parts[0] != $"{i}" ? [] : (parts[1..], element) switch
        {
            ([], _) => [new Found(element, ByName: false)],
            (_, BsonDocument) => Follow(element, parts[1..]),
            (_, BsonArray inner) => FollowInto(inner, parts[1..]),
            _ => [],
        };
        return asObject.Concat(atIndex);
    });

    static BsonValue? Get(BsonValue document, string name) => document is BsonArray array
        ? array.Where((_, i) => $"{i}" == name).FirstOrDefault()
        : document.AsBsonDocument.GetValue(name, null);

    /// <summary>A value, or null for a missing one; what was found by index is taken as it is.</summary>
    sealed record Found(BsonValue? Value, bool ByName)
    {
        public IEnumerable<BsonValue?> WithElements() => ByName && Value is BsonArray array ? [.. array, array] : [Value];
    }
}
