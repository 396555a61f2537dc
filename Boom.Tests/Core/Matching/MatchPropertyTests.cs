using Boom.Core.Matching;
using CsCheck;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using Xunit;

namespace Boom.Tests.Core.Matching;

public sealed class MatchPropertyTests
{
    static readonly JsonWriterSettings Canonical = new() { OutputMode = JsonOutputMode.CanonicalExtendedJson };

    [Fact]
    public void IsMatch_AnyConditionAndDocument_AgreesWithBruteForce() => Gen.Select(RandomMatches.Condition, RandomMatches.Document).Sample(
        (condition, document) => Assert.True(
            BruteForceMatch.Matches(condition, document) == MatchExpression.Parse(condition.ToBson()).IsMatch(document.ToBson()),
            $"{condition.ToJson(Canonical)} on {document.ToJson(Canonical)}"),
        seed: "0000KoIPAg90",
        iter: 20_000,
        threads: 1);

    [Fact]
    public void IsMatch_RandomConditions_AreNotAllTrivial()
    {
        var (matches, all) = (0, 0);

        Gen.Select(RandomMatches.Condition, RandomMatches.Document).Sample(
            (condition, document) =>
            {
                all++;
                matches += condition.ElementCount > 0 && BruteForceMatch.Matches(condition, document) ? 1 : 0;
            },
            seed: "0000KoIPAg91",
            iter: 2000,
            threads: 1);

        Assert.InRange(matches, all / 20, all * 9 / 10);
    }

    [Fact]
    public void Parse_JsonAndBson_MatchAlike() => Gen.Select(RandomMatches.PlainCondition, RandomMatches.Document).Sample(
        (condition, document) =>
        {
            var text = condition.ToJson(Canonical);
            Assert.True(
                MatchExpression.Parse(text).IsMatch(document.ToBson()) == MatchExpression.Parse(condition.ToBson()).IsMatch(document.ToBson()),
                $"{text} on {document.ToJson(Canonical)}");
        },
        seed: "0000KoIPAg92",
        iter: 3000,
        threads: 1);

    [Fact]
    public void IsMatch_Negation_IsTheOtherAnswer() => Gen.Select(RandomMatches.Condition, RandomMatches.Document).Sample(
        (condition, document) => Assert.NotEqual(
            MatchExpression.Parse(condition.ToBson()).IsMatch(document.ToBson()),
            MatchExpression.Parse(new BsonDocument("$nor", new BsonArray { condition }).ToBson()).IsMatch(document.ToBson())),
        seed: "0000KoIPAg93",
        iter: 2000,
        threads: 1);
}
