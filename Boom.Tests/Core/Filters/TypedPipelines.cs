using CsCheck;
using MongoDB.Bson;

namespace Boom.Tests.Core.Filters;

/// <summary>
/// Documents and pipelines of chance on which every evaluator of pipelines should agree: operands have the types that their operators are made for, nothing is
/// missing where it is compared, and no number is out of range.
/// </summary>
static class TypedPipelines
{
    static readonly Gen<BsonValue> Number = Gen.OneOf<BsonValue>(
        Gen.Int[-4, 9].Select(number => (BsonValue)number), Gen.OneOfConst(-1.5, 0.25, 2.0, 3.5, 17.25, -0.125).Select(number => (BsonValue)number));

    static readonly Gen<BsonValue> Text = Gen.OneOfConst("", "g", "r", "ZTF", "ztf").Select(text => (BsonValue)text);

    /// <summary><c>_id</c> is left to the caller.</summary>
    public static Gen<BsonDocument> Document { get; } = Gen.Select(
        Number, Number, Text, Gen.Bool, Number.Array[1, 4], Gen.Select(Number, Text).Array[0, 4],
        (x, y, text, truth, numbers, points) => new BsonDocument
        {
            { "x", x },
            { "y", y },
            { "band", text },
            { "flag", truth },
            { "sub", new BsonDocument { { "p", y }, { "q", x } } },
            { "numbers", new BsonArray(numbers) },
            { "points", new BsonArray(points.Select(point => new BsonDocument { { "mag", point.Item1 }, { "band", point.Item2 } })) },
        });

    public static Gen<BsonArray> Pipeline { get; } = Gen.Select(Condition(2), Truth(2, "$x"), Numeric(3, "$x"), Numeric(3, "$y"), List(2), Truth(2, "$y"), Band("$band")).Select(
        (condition, expression, first, second, list, truth, text) => new BsonArray
        {
            new BsonDocument("$match", condition),
            new BsonDocument("$addFields", new BsonDocument("made", first)),
            new BsonDocument("$match", new BsonDocument("$or", new BsonArray { new BsonDocument("$expr", expression), new BsonDocument("made", new BsonDocument("$gte", 1)) })),
            // In lists, as a bare number or truth value in a $project is a switch.
            new BsonDocument("$project", new BsonDocument { { "made", 1 }, { "values", new BsonArray { first, second, truth, text } }, { "list", list } }),
        });

    static Gen<BsonDocument> Condition(int depth)
    {
        var compared = Gen.Select(Gen.OneOfConst("x", "y", "sub.p", "numbers", "points.mag"), Gen.OneOfConst("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"), Number)
            .Select((path, name, number) => new BsonDocument(path, new BsonDocument(name, number)));
        var listed = Gen.Select(Gen.OneOfConst("x", "numbers", "points.mag"), Gen.OneOfConst("$in", "$nin"), Number.Array[0, 3])
            .Select((path, name, numbers) => new BsonDocument(path, new BsonDocument(name, new BsonArray(numbers))));
        var element = Gen.Select(Number, Text, (number, text) => new BsonDocument("points", new BsonDocument(
            "$elemMatch", new BsonDocument { { "mag", new BsonDocument("$gt", number) }, { "band", new BsonDocument("$ne", text) } })));
        var there = Gen.Select(Gen.OneOfConst("points.0", "numbers.2", "nope", "sub.q"), Gen.Bool, (path, truth) => new BsonDocument(path, new BsonDocument("$exists", truth)));
        var plain = Gen.Frequency((4, compared), (2, listed), (1, element), (1, there));
        if (depth == 0)
            return plain;
        var several = Gen.Select(Gen.OneOfConst("$and", "$or", "$nor"), Condition(depth - 1).Array[1, 3], (name, parts) => new BsonDocument(name, new BsonArray(parts)));
        return Gen.Frequency((2, plain), (3, several));
    }

    /// <param name="own">What stands for a number here: a field, or a variable of a loop.</param>
    static Gen<BsonValue> Numeric(int depth, string own)
    {
        var leaf = Gen.Frequency((3, Gen.OneOfConst<BsonValue>(own, "$x", "$y", "$sub.p", "$sub.q")), (2, Number));
        if (depth == 0)
            return leaf;
        var inner = Numeric(depth - 1, own);
        var two = Gen.Select(Gen.OneOfConst("$add", "$subtract", "$multiply", "$max", "$min"), inner, inner).Select((name, left, right) => Call(name, left, right));
        var divided = Gen.Select(inner, Gen.OneOfConst(2.0, -4.0, 0.5)).Select((operand, by) => Call("$divide", operand, by));
        var one = Gen.Select(Gen.OneOfConst("$abs", "$floor", "$ceil"), inner).Select((name, operand) => (BsonValue)new BsonDocument(name, operand));
        var root = inner.Select(operand => (BsonValue)new BsonDocument("$sqrt", new BsonDocument("$abs", operand)));
        var chosen = Gen.Select(Truth(depth - 1, own), inner, inner).Select((when, then, otherwise) => Call("$cond", when, then, otherwise));
        var instead = inner.Select(operand => Call("$ifNull", "$nope", operand));
        var size = List(depth - 1).Select(list => (BsonValue)new BsonDocument("$size", list));
        var item = Gen.Select(Gen.OneOfConst(0, -1), inner).Select((index, otherwise) => Call("$ifNull", Call("$arrayElemAt", "$numbers", index), otherwise));
        var sum = Gen.Select(Gen.OneOfConst("$max", "$min", "$sum"), Gen.OneOfConst("$numbers", "$points.mag"), inner)
            .Select((name, list, otherwise) => Call("$ifNull", new BsonDocument(name, list), otherwise));
        return Gen.Frequency((2, leaf), (6, two), (2, divided), (2, one), (1, root), (2, chosen), (1, instead), (1, size), (2, item), (2, sum));
    }

    static Gen<BsonValue> Truth(int depth, string own)
    {
        var numbers = Numeric(Math.Max(0, depth - 1), own);
        var compared = Gen.Select(Gen.OneOfConst("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"), numbers, numbers).Select((name, left, right) => Call(name, left, right));
        var leaf = Gen.Frequency<BsonValue>((1, Gen.OneOfConst<BsonValue>("$flag", true, false)), (4, compared));
        if (depth == 0)
            return leaf;
        var inner = Truth(depth - 1, own);
        var several = Gen.Select(Gen.OneOfConst("$and", "$or"), inner, inner).Select((name, left, right) => Call(name, left, right));
        var not = inner.Select(operand => Call("$not", operand));
        var among = Gen.Select(numbers, Number.Array[0, 3]).Select((operand, list) => Call("$in", operand, new BsonArray(list)));
        return Gen.Frequency((3, leaf), (3, several), (1, not), (1, among));
    }

    static Gen<BsonValue> List(int depth)
    {
        var leaf = Gen.OneOfConst<BsonValue>("$numbers", "$points.mag");
        if (depth == 0)
            return leaf;
        var inner = List(depth - 1);
        var map = Gen.Select(inner, Numeric(depth - 1, "$$this")).Select((input, body) => (BsonValue)new BsonDocument("$map", new BsonDocument { { "input", input }, { "as", "this" }, { "in", body } }));
        var filter = Gen.Select(inner, Truth(depth - 1, "$$this")).Select((input, body) => (BsonValue)new BsonDocument("$filter", new BsonDocument { { "input", input }, { "as", "this" }, { "cond", body } }));
        var joined = Gen.Select(inner, inner).Select((left, right) => Call("$concatArrays", left, right));
        var part = Gen.Select(inner, Gen.Int[1, 3]).Select((list, count) => Call("$slice", list, count));
        var reversed = inner.Select(list => (BsonValue)new BsonDocument("$reverseArray", list));
        return Gen.Frequency((2, leaf), (3, map), (3, filter), (1, joined), (1, part), (1, reversed));
    }

    static Gen<BsonValue> Band(string own) => Gen.Select(Text, Text, (text, other) => Call(
        "$cond", Call("$eq", own, text), Call("$concat", own, "-", other), new BsonDocument("$ifNull", new BsonArray { "$nope", own })));

    static BsonValue Call(string name, params BsonValue[] operands) => new BsonDocument(name, new BsonArray(operands));
}
