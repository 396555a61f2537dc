using Boom.Core.Matching;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Matching;

/// <summary>
/// Conditions and documents with the answer of MongoDB, made outside the repository. A condition with <c>$expr</c> is of the aggregation language
/// and must be refused.
/// </summary>
public sealed class MatchVectorTests(ITestOutputHelper output)
{
    /// <summary>
    /// Vectors on which three imitations of MongoDB agree and MongoDB differs: null against a number in a path that meets an array. The tests of
    /// its source (ArrayIndexNested1 in path_test.cpp) have each object of the array yield a missing value, and an array without objects none.
    /// </summary>
    static readonly string[] AgainstMongoDB =
        ["hm1427", "hm1433", "hm1447", "hm1461", "hm1475", "hm1601", "rm01255", "rm01925", "rm04680", "rm06516"];

    [Theory]
    [InlineData("hand-match", 1300)]
    [InlineData("rand-match", 2700)]
    [InlineData("spec", 9)]
    public void IsMatch_SettledVectors_AnswerAsMongoDB(string file, int least)
    {
        var counts = new Dictionary<string, int> { ["passed"] = 0 };
        var wrong = new List<string>();

        foreach (var vector in MatchVector.Read(file))
        {
            var outcome = Try(vector);
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
            if (outcome == "wrong")
                wrong.Add(vector.Id);
        }

        output.WriteLine($"{file}: {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}");
        Assert.Empty(wrong.Except(AgainstMongoDB));
        Assert.InRange(counts["passed"], least, int.MaxValue);
    }

    static string Try(MatchVector vector)
    {
        if (vector.Condition is null)
            return "not a $match alone";
        if (vector.Wanted is null)
            return "open";
        var isExpression = vector.Condition.Contains("\"$expr\"", StringComparison.Ordinal);
        try
        {
            var expression = MatchExpression.Parse(vector.Condition);
            var document = BsonDocument.Parse(vector.Document).ToBson();
            var matched = expression.IsMatch(document);
            var right = !isExpression && vector.Wanted == (matched ? "match" : "none") && FromBson(vector.Condition, document) == matched;
            return right ? "passed" : "wrong";
        }
        catch (MatchException)
        {
            return isExpression ? "aggregation" : vector.Wanted == "error" ? "passed" : "wrong";
        }
    }

    // The driver makes a value of $regex that no stored document has.
    static bool? FromBson(string condition, byte[] document) => condition.Contains("$regex", StringComparison.Ordinal)
        ? MatchExpression.Parse(condition).IsMatch(document)
        : MatchExpression.Parse(BsonDocument.Parse(condition).ToBson()).IsMatch(document);
}
