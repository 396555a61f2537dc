using CsCheck;
using MongoDB.Bson;

namespace Boom.Tests.Core.Filters;

/// <summary>Expressions and documents of chance, of which many values meet.</summary>
static class RandomExpressions
{
    static readonly string[] Names = ["a", "b", "c"];

    static readonly Gen<BsonValue> Scalar = Gen.OneOf<BsonValue>(
        Gen.Int[-2, 3].Select(number => (BsonValue)number),
        Gen.Int[-2, 3].Select(number => (BsonValue)(long)number),
        Gen.OneOfConst(-0.0, 0.5, 1.0, 2.0, double.NaN, 1e300).Select(number => (BsonValue)number),
        Gen.OneOfConst(int.MaxValue, int.MinValue).Select(number => (BsonValue)number),
        Gen.OneOfConst(long.MaxValue, 9007199254740993).Select(number => (BsonValue)number),
        Gen.OneOfConst("", "a", "5").Select(text => (BsonValue)text),
        Gen.Bool.Select(truth => (BsonValue)truth),
        Gen.Const((BsonValue)BsonNull.Value));

    public static Gen<BsonDocument> Document { get; } = DocumentOf(3);

    public static Gen<BsonValue> Expression { get; } = ExpressionOf(3);

    static Gen<BsonDocument> DocumentOf(int depth)
        => Gen.Select(Gen.OneOfConst(Names), ValueOf(depth)).Array[0, 3].Select(
            fields => new BsonDocument(fields.DistinctBy(field => field.Item1).Select(field => new BsonElement(field.Item1, field.Item2))));

    static Gen<BsonValue> ValueOf(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (2, DocumentOf(depth - 1).Select(document => (BsonValue)document)),
            (2, ValueOf(depth - 1).Array[0, 3].Select(items => (BsonValue)new BsonArray(items))));

    static Gen<BsonValue> ExpressionOf(int depth)
    {
        var path = Gen.OneOfConst("$a", "$b", "$c", "$a.b", "$b.a", "$a.b.c", "$c.c", "$$ROOT.a", "$nope").Select(text => (BsonValue)text);
        var leaf = Gen.Frequency((3, path), (2, Scalar));
        if (depth == 0)
            return leaf;
        var inner = ExpressionOf(depth - 1);
        var element = Gen.Frequency((2, Gen.OneOfConst("$$this", "$$this.a", "$$this.b").Select(text => (BsonValue)text)), (1, inner));
        var two = Gen.Select(Gen.OneOfConst("$gt", "$gte", "$lt", "$lte", "$eq", "$ne", "$add", "$subtract", "$multiply", "$ifNull", "$arrayElemAt", "$in", "$and", "$or", "$max", "$min"), inner, inner)
            .Select((name, left, right) => (BsonValue)new BsonDocument(name, new BsonArray { left, right }));
        var one = Gen.Select(Gen.OneOfConst("$abs", "$isNumber", "$size", "$max", "$min"), path).Select((name, operand) => (BsonValue)new BsonDocument(name, operand));
        var not = inner.Select(operand => (BsonValue)new BsonDocument("$not", new BsonArray { operand }));
        var cond = Gen.Select(inner, inner, inner).Select((when, then, otherwise) => (BsonValue)new BsonDocument("$cond", new BsonArray { when, then, otherwise }));
        var map = Gen.Select(path, Combined(element)).Select((input, body) => (BsonValue)new BsonDocument("$map", new BsonDocument { { "input", input }, { "in", body } }));
        var filter = Gen.Select(path, Combined(element)).Select((input, body) => (BsonValue)new BsonDocument("$filter", new BsonDocument { { "input", input }, { "cond", body } }));
        var let = Gen.Select(inner, inner).Select((value, other) => (BsonValue)new BsonDocument("$let", new BsonDocument
        {
            { "vars", new BsonDocument("v", value) }, { "in", new BsonArray { "$$v", other, "$$v.a" } },
        }));
        var literal = Gen.Select(inner, inner).Select((x, y) => (BsonValue)new BsonDocument { { "x", x }, { "y", y } });
        return Gen.Frequency((2, leaf), (6, two), (2, one), (1, not), (1, cond), (2, map), (2, filter), (1, let), (1, literal));
    }

    static Gen<BsonValue> Combined(Gen<BsonValue> element)
        => Gen.Select(Gen.OneOfConst("$gt", "$eq", "$add", "$ifNull"), element, element).Select((name, left, right) => (BsonValue)new BsonDocument(name, new BsonArray { left, right }));
}
