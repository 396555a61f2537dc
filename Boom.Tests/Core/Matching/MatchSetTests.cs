using Boom.Core.Matching;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Matching;

/// <summary>Conditions on a document as it is once fields were set.</summary>
public sealed class MatchSetTests
{
    static readonly byte[] Stored = new BsonDocument { { "a", 1 }, { "b", new BsonDocument("c", 2) } }.ToBson();

    [Theory]
    [InlineData("""{"a": 1}""", true)]
    [InlineData("""{"b.c": 2}""", false)]
    [InlineData("""{"b.d": 3}""", true)]
    [InlineData("""{"b.c": null}""", true)]
    [InlineData("""{"e": 4, "a": 1}""", true)]
    [InlineData("""{"$or": [{"b.c": 2}, {"$nor": [{"e": 4}]}]}""", false)]
    public void IsMatch_FieldsSet_TakeThePlaceOfTheStoredOnesWhole(string condition, bool expected)
    {
        var set = new BsonDocument { { "b", new BsonDocument("d", 3) }, { "e", 4 } }.ToBson();

        Assert.Equal(expected, MatchExpression.Parse(condition).IsMatch(Stored, set));
    }

    [Fact]
    public void IsMatch_NothingSet_IsThatOfTheDocument() => Assert.True(MatchExpression.Parse("""{"b.c": 2}""").IsMatch(Stored, default));
}
