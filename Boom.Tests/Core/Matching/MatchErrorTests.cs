using Boom.Core.Bson;
using Boom.Core.Matching;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Matching;

/// <summary>What a condition may not be, and the sentence that says so.</summary>
public sealed class MatchErrorTests
{
    [Theory]
    [InlineData("{'$foo': 1}", "$foo is not known here, a match takes paths, $and, $or and $nor.")]
    [InlineData("{'$not': {'x': 3}}", "$not is not known here, a match takes paths, $and, $or and $nor.")]
    [InlineData("{'$expr': true}", "$expr is of the aggregation language, a match takes paths with operators.")]
    [InlineData("{'$and': []}", "$and takes an array of at least one condition.")]
    [InlineData("{'$or': {'x': 3}}", "$or takes an array of conditions, not an object.")]
    [InlineData("{'$nor': [3]}", "$nor takes conditions that are objects, not a number.")]
    [InlineData("{'a.b': {'$in': 3}}", "'a.b': $in takes an array of values, not a number.")]
    [InlineData("{'x': {'$in': [{'$gt': 1}]}}", "'x': $in takes a value, and '$gt' inside a value is not allowed.")]
    [InlineData("{'x': {'$nin': null}}", "'x': $nin takes an array of values, not null.")]
    [InlineData("{'x': {'$eq': {'$gt': 1}}}", "'x': $eq takes a value, and '$gt' inside a value is not allowed.")]
    [InlineData("{'x': {'a': 1, '$gt': 1}}", "'x': $eq takes a value, and '$gt' inside a value is not allowed.")]
    [InlineData("{'x': {'$not': 5}}", "'x': $not takes an object of operators such as {\"$gt\": 3}, not a number.")]
    [InlineData("{'x': {'$not': {}}}", "'x': $not takes an object of operators such as {\"$gt\": 3}, not one without.")]
    [InlineData("{'x': {'$elemMatch': 5}}", "'x': $elemMatch takes an object of conditions on one element, not a number.")]
    [InlineData("{'x': {'$elemMatch': {'y': {'$size': -1}}}}", "'x.y': $size takes a whole number from 0 on.")]
    [InlineData("{'x': {'$all': 1}}", "'x': $all takes an array of values, not a number.")]
    [InlineData("{'x': {'$all': [{'$gt': 1}]}}", "'x': $all takes values or $elemMatch conditions, not $gt.")]
    [InlineData("{'x': {'$all': [1, {'$elemMatch': {'y': 1}}]}}", "'x': $all takes either values or $elemMatch conditions, not both.")]
    [InlineData("{'x': {'$all': [{'$elemMatch': {'y': 1}, '$gt': 1}]}}", "'x': $all takes objects that hold $elemMatch alone.")]
    [InlineData("{'x': {'$size': 1.5}}", "'x': $size takes a whole number from 0 on.")]
    [InlineData("{'x': {'$size': '1'}}", "'x': $size takes a whole number from 0 on.")]
    [InlineData("{'x': {'$mod': 4}}", "'x': $mod takes an array of two numbers, the divisor and the remainder, that an int64 can hold.")]
    [InlineData("{'x': {'$mod': [4]}}", "'x': $mod takes an array of two numbers, the divisor and the remainder, that an int64 can hold.")]
    [InlineData("{'x': {'$mod': [4, 1, 1]}}", "'x': $mod takes an array of two numbers, the divisor and the remainder, that an int64 can hold.")]
    [InlineData("{'x': {'$mod': [1e300, 1]}}", "'x': $mod takes an array of two numbers, the divisor and the remainder, that an int64 can hold.")]
    [InlineData("{'x': {'$mod': [0.5, 1]}}", "'x': $mod takes a divisor that is not 0.")]
    [InlineData("{'x': {'$type': 'float'}}",
        "'x': $type does not know the type 'float', it takes names such as 'double', 'string' or 'array', and their codes.")]
    [InlineData("{'x': {'$type': 0}}", "'x': $type takes names of types and their codes from 1 to 19, 127 and -1.")]
    [InlineData("{'x': {'$type': []}}", "'x': $type takes at least one type.")]
    [InlineData("{'x': {'$regex': 5}}", "'x': $regex takes text, not a number.")]
    [InlineData("{'x': {'$regex': 'a', '$options': 1}}", "'x': $options takes text, not a number.")]
    [InlineData("{'x': {'$regex': 'a', '$options': 'g'}}", "'x': $regex cannot be used, the options are letters of 'imsx', not 'g'.")]
    [InlineData("{'x': {'$options': 'i'}}", "'x': $options stands beside a $regex.")]
    public void Parse_MisusedOperator_IsNamedWithItsPath(string condition, string fault) => Assert.Equal(fault, MatchRun.Fault(condition));

    [Theory]
    [InlineData("$foo")]
    [InlineData("$expr")]
    [InlineData("$geoWithin")]
    [InlineData("$nearSphere")]
    [InlineData("$where")]
    [InlineData("$ref")]
    public void Parse_OperatorThatDoesNotFollowAPath_IsNamedWithThoseThatDo(string name)
        => Assert.StartsWith(
            $"'x': {name} is not an operator that may follow a path, which are $eq, $ne,",
            MatchRun.Fault($"{{'x': {{'{name}': 1}}}}"), StringComparison.Ordinal);

    [Fact]
    public void Parse_PlainNameAmongOperators_IsRefused()
        => Assert.StartsWith(
            "'x': a is not an operator that may follow a path", MatchRun.Fault("{'x': {'$gt': 1, 'a': 2}}"), StringComparison.Ordinal);

    [Fact]
    public void Parse_LongPath_IsTold()
        => Assert.EndsWith(
            "a path has at most 32 parts, not 33.",
            MatchRun.Fault($"{{'{string.Join('.', Enumerable.Repeat("a", 33))}': 1}}"), StringComparison.Ordinal);

    [Fact]
    public void Parse_PathOfManyNumbers_IsTold()
        => Assert.EndsWith(
            "at most 8 parts of a path are numbers.",
            MatchRun.Fault($"{{'a.{string.Join('.', Enumerable.Repeat("0", 9))}': 1}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{'$and': [", "]}")]
    [InlineData("{'a': {'$elemMatch': ", "}}")]
    [InlineData("{'a': {'$eq': ", "}}")]
    [InlineData("{'a': ", "}")]
    public void Parse_DeepText_IsTold(string before, string after)
    {
        var text = string.Concat(Enumerable.Repeat(before, 200)) + "{'x': 1}" + string.Concat(Enumerable.Repeat(after, 200));

        Assert.Contains("nested", MatchRun.Fault(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$and", true, 40)]
    [InlineData("a", false, 90)]
    public void Parse_DeepBson_IsTold(string name, bool inArray, int levels)
    {
        var document = new BsonDocument("x", 1);
        for (var i = 0; i < levels; i++)
            document = new BsonDocument(name, inArray ? new BsonArray { document } : document);

        var fault = Assert.Throws<MatchException>(() => MatchExpression.Parse(document.ToBson()));

        Assert.Contains("nested at most 64 levels deep", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ManyPathsBelowElemMatch_CountAsLevels()
    {
        var path = string.Join('.', Enumerable.Repeat("a", 30));

        var fault = MatchRun.Fault($"{{'{path}': {{'$elemMatch': {{'{path}': {{'$elemMatch': {{'{path}': 1}}}}}}}}}}");

        Assert.Contains("nested", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LongText_IsTold()
        => Assert.Contains("at most 1048576 characters", MatchRun.Fault("{'x': '" + new string('a', 1 << 20) + "'}"), StringComparison.Ordinal);

    [Fact]
    public void Parse_DamagedBson_IsAFormatError()
        => Assert.Throws<BsonFormatException>(() => MatchExpression.Parse(new byte[] { 5, 0, 0, 0, 1 }));

    [Fact]
    public void IsMatch_DamagedDocument_IsAFormatError()
        => Assert.Throws<BsonFormatException>(() => MatchRun.Parse("{'x': 1}").IsMatch(new byte[] { 9, 0, 0, 0, 0 }));
}
