using CsCheck;
using MongoDB.Bson;

namespace Boom.Tests.Core.Matching;

/// <summary>Random documents and conditions of few names and values, so that they often meet.</summary>
static class RandomMatches
{
    static readonly Gen<string> Name = Gen.OneOfConst("a", "b", "0", "1");

    static readonly Gen<string> Path = Name.Array[1, 3].Select(parts => string.Join('.', parts));

    // Values that JSON can say, with its extensions.
    static readonly Gen<BsonValue> Plain = Gen.OneOfConst<BsonValue>(
        0, 1, 2, -1, 5, 1L, 2L, 9007199254740993L, long.MaxValue, long.MinValue, 0.0, -0.0, 1.0, 1.5, 2.0, 9007199254740992.0, 9223372036854775808.0,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, 5e-324, "", "a", "ab", "é", "5", true, false, BsonNull.Value,
        new BsonDateTime(0), new BsonDateTime(1773644400123), new ObjectId("507f1f77bcf86cd799439011"), new ObjectId("507f1f77bcf86cd799439012"));

    static readonly Gen<BsonValue> Common = Gen.OneOfConst<BsonValue>(0, 1L, 2.0, "a", true, BsonNull.Value);

    static readonly Gen<BsonValue> Any = Gen.Frequency(
        (5, Common),
        (4, Plain),
        (1, Gen.OneOfConst("1", "1.50", "-2", "NaN", "Infinity", "-Infinity", "1E+300", "9007199254740993", "5E-6176")
            .Select(text => (BsonValue)new BsonDecimal128(Decimal128.Parse(text)))),
        (1, Gen.Byte[0, 2].Array[0, 2].Select(bytes => (BsonValue)bytes)));

    static readonly Gen<BsonValue> Types = Gen.OneOfConst<BsonValue>("double", "int", "long", "string", "object", "array", "null", "bool", "date");

    static readonly Gen<BsonValue> Divisors = Gen.Select(
        Gen.OneOfConst(1, 2, -2, 4), Gen.Int[-1, 1], (divisor, rest) => (BsonValue)new BsonArray { divisor, rest });

    public static Gen<BsonDocument> Document { get; } = DocumentOf(Any, 3);

    public static Gen<BsonDocument> Condition { get; } = ConditionOf(ValueOf(Any, 1), 2);

    /// <summary>Conditions that have a JSON text.</summary>
    public static Gen<BsonDocument> PlainCondition { get; } = ConditionOf(ValueOf(Plain, 1), 2);

    static Gen<BsonValue> ValueOf(Gen<BsonValue> scalar, int depth) => depth == 0
        ? scalar
        : Gen.Frequency(
            (4, scalar),
            (2, DocumentOf(scalar, depth - 1).Select(document => (BsonValue)document)),
            (2, ArrayOf(ValueOf(scalar, depth - 1), 4)));

    static Gen<BsonValue> ArrayOf(Gen<BsonValue> element, int most) => element.Array[0, most].Select(items => (BsonValue)new BsonArray(items));

    static Gen<BsonDocument> DocumentOf(Gen<BsonValue> scalar, int depth) => Fields(Name, ValueOf(scalar, depth), 0, 4);

    static Gen<BsonDocument> Fields(Gen<string> name, Gen<BsonValue> value, int least, int most) => Gen.Select(name, value).Array[least, most]
        .Select(fields => Distinct(fields));

    static Gen<BsonDocument> ConditionOf(Gen<BsonValue> value, int depth)
    {
        var field = Gen.Select(Path, Gen.Frequency((1, value), (4, OperatorsOf(value, depth).Select(document => (BsonValue)document))));
        if (depth == 0)
            return Build(field, 0);
        var branches = ConditionOf(value, depth - 1).Array[1, 3]
            .Select(each => (BsonValue)new BsonArray(each.Select(condition => (BsonValue)condition)));
        var logic = Gen.Select(Gen.OneOfConst("$and", "$or", "$nor"), branches);
        return Build(Gen.Frequency((3, field), (1, logic)), 0);
    }

    static Gen<BsonDocument> OperatorsOf(Gen<BsonValue> value, int depth)
    {
        var values = ArrayOf(value, 4);
        var simple = Gen.OneOf(
            Gen.Select(Gen.OneOfConst("$eq", "$ne", "$gt", "$gte", "$lt", "$lte"), value),
            Gen.Select(Gen.OneOfConst("$in", "$nin", "$all"), values),
            Gen.Select(Gen.Const("$exists"), Gen.Bool.Select(flag => (BsonValue)flag)),
            Gen.Select(Gen.Const("$size"), Gen.Int[0, 3].Select(size => (BsonValue)size)),
            Gen.Select(Gen.Const("$type"), Types),
            Gen.Select(Gen.Const("$mod"), Divisors));
        if (depth == 0)
            return Build(simple, 1);
        var not = Gen.Select(Gen.Const("$not"), OperatorsOf(value, depth - 1).Select(document => (BsonValue)document));
        var elements = Gen.Select(Gen.Const("$elemMatch"), Gen.OneOf(
            OperatorsOf(value, depth - 1).Select(document => (BsonValue)document),
            FieldsOf(value, depth - 1).Select(document => (BsonValue)document)));
        return Build(Gen.Frequency((5, simple), (1, not), (1, elements)), 1);
    }

    // No logic first: what begins with an operator is for the element itself.
    static Gen<BsonDocument> FieldsOf(Gen<BsonValue> value, int depth)
        => Build(Gen.Select(Path, OperatorsOf(value, depth).Select(document => (BsonValue)document)), 0);

    static Gen<BsonDocument> Build(Gen<(string, BsonValue)> field, int least) => field.Array[least, 2]
        .Select(fields => Distinct(fields));

    static BsonDocument Distinct((string Name, BsonValue Value)[] fields)
        => new(fields.DistinctBy(field => field.Name).Select(field => new BsonElement(field.Name, field.Value)));
}
