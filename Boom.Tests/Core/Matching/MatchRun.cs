using Boom.Core.Matching;
using MongoDB.Bson;

namespace Boom.Tests.Core.Matching;

/// <summary>Conditions and documents as short JSON texts, which may be written with single quotes.</summary>
static class MatchRun
{
    public static MatchExpression Parse(string condition) => MatchExpression.Parse(condition.Replace('\'', '"'));

    public static byte[] Bson(string document) => BsonDocument.Parse(document).ToBson();

    public static bool IsMatch(string condition, string document) => Parse(condition).IsMatch(Bson(document));

    public static string Fault(string condition) => Xunit.Assert.Throws<MatchException>(() => Parse(condition)).Message;
}
