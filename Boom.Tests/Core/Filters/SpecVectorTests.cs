using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>Where MongoDB's language is not what one expects: missing and null values, types, arrays, rounding.</summary>
public sealed class SpecVectorTests
{
    [Theory]
    [InlineData("{}", """{"$lt": ["$x", 17]}""", "true")]
    [InlineData("{x: null}", """{"$eq": ["$x", null]}""", "true")]
    [InlineData("{}", """{"$eq": ["$x", null]}""", "false")]
    [InlineData("{x: [1, 20]}", """{"$gt": ["$x", 10]}""", "true")]
    [InlineData("{a: [{b: 1}, {c: 2}, 3]}", "\"$a.b\"", """[{ "$numberInt" : "1" }]""")]
    [InlineData("{a: [{b: 1}]}", "\"$a.0\"", "[]")]
    [InlineData("{a: [{b: 1}]}", "\"$a.0.b\"", "[]")]
    [InlineData("{}", """{"$arrayElemAt": [[1, 2], 5]}""", "missing")]
    [InlineData("{}", """{"$arrayElemAt": [null, 0]}""", "null")]
    [InlineData("{}", """{"$round": [2.5, 0]}""", """{ "$numberDouble" : "2.0" }""")]
    [InlineData("{}", """{"$round": [3.5, 0]}""", """{ "$numberDouble" : "4.0" }""")]
    [InlineData("{}", """{"$round": [2.675, 2]}""", """{ "$numberDouble" : "2.6699999999999999" }""")]
    [InlineData("{}", """{"$round": [15, -1]}""", """{ "$numberInt" : "20" }""")]
    [InlineData("{}", """{"$divide": [7, 2]}""", """{ "$numberDouble" : "3.5" }""")]
    [InlineData("{d: 0}", """{"$and": [{"$gt": ["$d", 0]}, {"$gt": [{"$divide": [1, "$d"]}, 0]}]}""", "false")]
    [InlineData("{}", """{"$max": [null, "$nope", 3]}""", """{ "$numberInt" : "3" }""")]
    [InlineData("{}", """{"$max": [[1, 9]]}""", """{ "$numberInt" : "9" }""")]
    [InlineData("{}", """{"$max": [[null]]}""", "null")]
    [InlineData("{}", """{"$anyElementTrue": [[null, 0, false]]}""", "false")]
    [InlineData("{x: NaN}", """{"$anyElementTrue": [["$x"]]}""", "true")]
    [InlineData("{x: NumberLong('9007199254740993')}", """{"$eq": ["$x", 9007199254740992.0]}""", "false")]
    [InlineData("{x: '5'}", """{"$gt": ["$x", 1000]}""", "true")]
    [InlineData("{x: NaN}", """{"$lt": ["$x", -1e300]}""", "true")]
    [InlineData("{}", """{"$map": {"input": [1, 2], "in": "$$this.q"}}""", "[null, null]")]
    [InlineData("{p: [{m: 1}, {}]}", """{"$size": {"$filter": {"input": "$p", "cond": {"$lt": ["$$this.m", 5]}}}}""", """{ "$numberInt" : "2" }""")]
    [InlineData("{}", """{"$reduce": {"input": {"$range": [1, 0]}, "initialValue": [], "in": {"$concatArrays": ["$$value", ["$$this"]]}}}""", "[]")]
    public void Expression_OfTheSpecification_HasItsValue(string document, string expression, string expected)
        => Assert.Equal(expected, FilterCase.Text(expression, document));

    [Theory]
    [InlineData("{}", "{x: {$lt: 17}}", false)]
    [InlineData("{}", "{x: null}", true)]
    [InlineData("{x: [1, 20]}", "{x: {$gt: 10, $lt: 5}}", true)]
    [InlineData("{a: [{b: 1}]}", "{'a.0.b': 1}", true)]
    [InlineData("{x: '5'}", "{x: {$gt: 1000}}", false)]
    [InlineData("{x: NaN}", "{x: {$lt: 0}}", false)]
    [InlineData("{x: true}", "{x: 1}", false)]
    [InlineData("{x: true}", "{x: true}", true)]
    [InlineData("{a: []}", "{'a.b': null}", false)]
    public void Match_OfTheSpecification_HasItsVerdict(string document, string condition, bool expected)
        => Assert.Equal(expected, FilterCase.IsMatch(MongoDB.Bson.BsonExtensionMethods.ToJson(MongoDB.Bson.BsonDocument.Parse(condition)), document));

    [Fact]
    public void AddFields_PathThroughAnArray_SetsEveryElement()
        => Assert.Equal(
            """{ "a" : [{ "b" : { "$numberInt" : "7" } }, { "b" : { "$numberInt" : "7" } }] }""",
            FilterCase.Text(FilterCase.Run("""[{"$addFields": {"a.b": 7}}]""", MongoDB.Bson.BsonDocument.Parse("{a: [1, 2]}"))[0]));

    [Fact]
    public void Expression_SumOfDoubles_IsRoundedOnce()
        => Assert.Equal(0.6, FilterCase.Value("""{"$add": [0.1, 0.2, "$x"]}""", "{x: 0.3}")!.AsDouble);
}
