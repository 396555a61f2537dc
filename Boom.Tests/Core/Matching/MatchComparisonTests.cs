using Boom.Core.Matching;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Matching;

public sealed class MatchComparisonTests
{
    [Theory]
    [InlineData("{'x': 3}", "{x: 3}", true)]
    [InlineData("{'x': 3}", "{x: 4}", false)]
    [InlineData("{'x': {'$eq': 3}}", "{x: 3.0}", true)]
    [InlineData("{'x': {'$ne': 3}}", "{x: 3}", false)]
    [InlineData("{'x': {'$ne': 3}}", "{x: 4}", true)]
    [InlineData("{'x': {'$gt': 3}}", "{x: 3}", false)]
    [InlineData("{'x': {'$gt': 3}}", "{x: 3.5}", true)]
    [InlineData("{'x': {'$gte': 3}}", "{x: 3}", true)]
    [InlineData("{'x': {'$lt': 3}}", "{x: 3}", false)]
    [InlineData("{'x': {'$lt': 3}}", "{x: -1}", true)]
    [InlineData("{'x': {'$lte': 3}}", "{x: 3}", true)]
    [InlineData("{'x': {'$gt': 1, '$lt': 5, '$ne': 4}}", "{x: 3}", true)]
    [InlineData("{'x': {'$gt': 1, '$lt': 5, '$ne': 4}}", "{x: 4}", false)]
    public void IsMatch_Number_IsCompared(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'$lt': 17}}", "{}", false)]
    [InlineData("{'x': {'$gt': 17}}", "{}", false)]
    [InlineData("{'x': {'$ne': 17}}", "{}", true)]
    [InlineData("{'x': null}", "{}", true)]
    [InlineData("{'x': null}", "{x: null}", true)]
    [InlineData("{'x': null}", "{x: 0}", false)]
    [InlineData("{'x': {'$ne': null}}", "{}", false)]
    [InlineData("{'x': {'$ne': null}}", "{x: 0}", true)]
    [InlineData("{'x': {'$lte': null}}", "{}", true)]
    [InlineData("{'x': {'$gte': null}}", "{x: null}", true)]
    [InlineData("{'x': {'$lt': null}}", "{}", false)]
    [InlineData("{'x': {'$gt': null}}", "{x: 1}", false)]
    [InlineData("{'x': {'$lt': 3}}", "{x: null}", false)]
    public void IsMatch_MissingOrNull_MatchesNullOnly(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': 1}", "{x: true}", false)]
    [InlineData("{'x': true}", "{x: 1}", false)]
    [InlineData("{'x': {'$gt': 1000}}", "{x: '5'}", false)]
    [InlineData("{'x': {'$lt': 'z'}}", "{x: 5}", false)]
    [InlineData("{'x': {'$gt': 0}}", "{x: {a: 1}}", false)]
    [InlineData("{'x': {'$gt': 0}}", "{x: {$date: {$numberLong: '5'}}}", false)]
    [InlineData("{'x': {'$not': {'$gt': 3}}}", "{x: '5'}", true)]
    public void IsMatch_OtherBracket_IsNeverSatisfied(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'$eq': {'$numberDouble': 'NaN'}}}", "{x: NaN}", true)]
    [InlineData("{'x': {'$lte': {'$numberDouble': 'NaN'}}}", "{x: NaN}", true)]
    [InlineData("{'x': {'$gte': {'$numberDouble': 'NaN'}}}", "{x: NaN}", true)]
    [InlineData("{'x': {'$lt': {'$numberDouble': 'NaN'}}}", "{x: NaN}", false)]
    [InlineData("{'x': {'$gte': {'$numberDouble': 'NaN'}}}", "{x: 1}", false)]
    [InlineData("{'x': {'$lt': 0}}", "{x: NaN}", false)]
    [InlineData("{'x': {'$lte': 0}}", "{x: NaN}", false)]
    [InlineData("{'x': {'$in': [{'$numberDouble': 'NaN'}]}}", "{x: NaN}", true)]
    [InlineData("{'x': {'$lt': [0]}}", "{x: [NaN]}", true)]
    [InlineData("{'x': 0}", "{x: -0.0}", true)]
    [InlineData("{'x': {'$lt': 0.0}}", "{x: -0.0}", false)]
    [InlineData("{'x': {'$gt': 1e308}}", "{x: Infinity}", true)]
    public void IsMatch_NotANumberAndZero_AreAsInMongoDB(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': 9007199254740992.0}", "{x: NumberLong('9007199254740993')}", false)]
    [InlineData("{'x': {'$gt': 9007199254740992.0}}", "{x: NumberLong('9007199254740993')}", true)]
    [InlineData("{'x': 9007199254740993}", "{x: 9007199254740992.0}", false)]
    [InlineData("{'x': {'$lt': 9223372036854775807}}", "{x: 9223372036854775808.0}", false)]
    [InlineData("{'x': {'$gte': -9223372036854775808}}", "{x: -9223372036854775808.0}", true)]
    [InlineData("{'x': {'$lt': 3}}", "{x: 2.9999999999999996}", true)]
    [InlineData("{'x': {'$lt': -2}}", "{x: -2.5}", true)]
    [InlineData("{'x': {'$gt': 0.3}}", "{x: 0.30000001192092896}", true)]
    public void IsMatch_NumbersOfTwoTypes_AreComparedExactly(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': 5}", "5.00", true)]
    [InlineData("{'x': 0.1}", "0.1", false)]
    [InlineData("{'x': {'$gt': 0.1}}", "0.1", false)]
    [InlineData("{'x': {'$lt': 0.1}}", "0.1", true)]
    [InlineData("{'x': {'$gt': 1e300}}", "1E+6111", true)]
    [InlineData("{'x': {'$gt': 9007199254740992}}", "9007199254740992.5", true)]
    [InlineData("{'x': {'$lt': 0}}", "-1E-6176", true)]
    [InlineData("{'x': {'$gt': 1e308}}", "Infinity", true)]
    [InlineData("{'x': {'$lt': 0}}", "-Infinity", true)]
    [InlineData("{'x': {'$lte': 0}}", "NaN", false)]
    [InlineData("{'x': {'$eq': {'$numberDouble': 'NaN'}}}", "NaN", true)]
    [InlineData("{'x': {'$mod': [4, 1]}}", "5.9", true)]
    [InlineData("{'x': {'$mod': [4, 1]}}", "1E+40", false)]
    public void IsMatch_Decimal_IsComparedExactly(string condition, string value, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, $"{{x: NumberDecimal('{value}')}}"));

    [Theory]
    [InlineData("{'x': {'$lt': 'b'}}", "{x: 'abc'}", true)]
    [InlineData("{'x': {'$gt': 'ab'}}", "{x: 'abc'}", true)]
    [InlineData("{'x': {'$gt': 'z'}}", "{x: 'é'}", true)]
    [InlineData("{'x': {'$gt': '\uFF01'}}", "{x: '\U0001F52D'}", true)]
    [InlineData("{'x': {'$gte': false}}", "{x: true}", true)]
    [InlineData("{'x': {'$lt': true}}", "{x: false}", true)]
    [InlineData("{'x': {'$gt': {'$date': '2026-03-16T07:00:00Z'}}}", "{x: ISODate('2026-03-16T07:00:00.001Z')}", true)]
    [InlineData("{'x': {'$gt': {'$date': '2026-03-16T07:00:00Z'}}}", "{x: ISODate('2026-03-16T07:00:00Z')}", false)]
    [InlineData("{'x': {'$lt': {'$date': '1970-01-01T00:00:00Z'}}}", "{x: ISODate('1969-12-31T23:59:59Z')}", true)]
    [InlineData("{'x': {'$oid': '507f1f77bcf86cd799439011'}}", "{x: ObjectId('507f1f77bcf86cd799439011')}", true)]
    [InlineData("{'x': {'$gt': {'$oid': '507f1f77bcf86cd799439011'}}}", "{x: ObjectId('507f1f77bcf86cd799439012')}", true)]
    public void IsMatch_OtherTypes_AreOrderedByTheirBytes(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData("{'x': {'b': 1, 'c': 2}}", "{x: {b: 1.0, c: 2}}", true)]
    [InlineData("{'x': {'b': 1, 'c': 2}}", "{x: {c: 2, b: 1}}", false)]
    [InlineData("{'x': {'b': 1}}", "{x: {b: 1, c: 2}}", false)]
    [InlineData("{'x': {'$gt': {'b': 1}}}", "{x: {b: 1, c: 2}}", true)]
    [InlineData("{'x': {'$lt': {'c': 2, 'b': 1}}}", "{x: {b: 5}}", true)]
    [InlineData("{'x': {'$lt': {'a': 'text'}}}", "{x: {b: 5}}", true)]
    [InlineData("{'x': {}}", "{x: {}}", true)]
    [InlineData("{'x': [1, 20]}", "{x: [1, 20]}", true)]
    [InlineData("{'x': [1, 20]}", "{x: [20, 1]}", false)]
    [InlineData("{'x': {'$gt': [1]}}", "{x: [1, 20]}", true)]
    [InlineData("{'x': {'$lt': [2]}}", "{x: [1, 20]}", true)]
    public void IsMatch_ObjectsAndArrays_AreComparedPartByPart(string condition, string document, bool expected)
        => Assert.Equal(expected, MatchRun.IsMatch(condition, document));

    [Theory]
    [InlineData(new byte[] { 1, 2 }, new byte[] { 9 }, true)]
    [InlineData(new byte[] { 9 }, new byte[] { 1, 2 }, false)]
    [InlineData(new byte[] { 2 }, new byte[] { 1 }, true)]
    [InlineData(new byte[] { 1 }, new byte[] { 1 }, false)]
    public void IsMatch_Binaries_AreOrderedByLengthThenBytes(byte[] stored, byte[] operand, bool above)
    {
        var expression = MatchExpression.Parse(new BsonDocument("x", new BsonDocument("$gt", operand)).ToBson());

        Assert.Equal(above, expression.IsMatch(new BsonDocument("x", stored).ToBson()));
    }
}
