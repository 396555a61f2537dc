using Boom.Core.Bson;
using Boom.Core.Matching;
using Xunit;

namespace Boom.Tests.Core.Matching;

public sealed class MatchJsonTests
{
    [Theory]
    [InlineData("5", BsonType.Int64)]
    [InlineData("5.0", BsonType.Double)]
    [InlineData("5e0", BsonType.Double)]
    [InlineData("5E0", BsonType.Double)]
    [InlineData("{\"$numberInt\": \"5\"}", BsonType.Int32)]
    [InlineData("{\"$numberLong\": \"5\"}", BsonType.Int64)]
    [InlineData("{\"$numberDouble\": \"5\"}", BsonType.Double)]
    [InlineData("{\"$date\": \"2026-03-16T07:00:00.123Z\"}", BsonType.DateTime)]
    [InlineData("{\"$date\": {\"$numberLong\": \"1773644400123\"}}", BsonType.DateTime)]
    [InlineData("{\"$date\": 1773644400123}", BsonType.DateTime)]
    [InlineData("{\"$oid\": \"507f1f77bcf86cd799439011\"}", BsonType.ObjectId)]
    [InlineData("{\"a\": 1}", BsonType.Document)]
    [InlineData("null", BsonType.Null)]
    public void ToBson_Value_HasItsType(string value, BsonType expected)
    {
        var reader = new BsonReader(MatchJson.ToBson($"{{\"x\": {value}}}"));

        Assert.True(reader.Read());
        Assert.Equal(expected, reader.Type);
    }

    [Theory]
    [InlineData("2026-03-16T07:00:00.123Z")]
    [InlineData("2026-03-16T09:00:00.123+02:00")]
    public void ToBson_Date_CountsMilliseconds(string text)
    {
        var reader = new BsonReader(MatchJson.ToBson($"{{\"x\": {{\"$date\": \"{text}\"}}}}"));

        Assert.True(reader.Read());
        Assert.Equal(1773644400123, reader.AsInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{} {}")]
    [InlineData("{'x': 1,}")]
    [InlineData("{'x': 1")]
    [InlineData("{'x': NaN}")]
    [InlineData("{'x': 9223372036854775808}")]
    [InlineData("{'x\\u0000': 1}")]
    [InlineData("{'x': '\\ud800'}")]
    [InlineData("{'\\ud800': 1}")]
    [InlineData("{'x': {'$date': '\\ud800'}}")]
    [InlineData("{'x': {'$date': {'\\ud800': '1'}}}")]
    [InlineData("{'x': {'$date': 'yesterday'}}")]
    [InlineData("{'x': {'$date': '2026-03-16T07:00:00'}}")]
    [InlineData("{'x': {'$date': 1.5}}")]
    [InlineData("{'x': {'$date': {'$numberLong': '1', 'a': 1}}}")]
    [InlineData("{'x': {'$oid': '507f'}}")]
    [InlineData("{'x': {'$oid': 5}}")]
    [InlineData("{'x': {'$numberInt': '3000000000'}}")]
    [InlineData("{'x': {'$numberLong': '1.5'}}")]
    [InlineData("{'x': {'$numberDouble': 'many'}}")]
    [InlineData("{'x': {'$numberLong': '1', 'a': 1}}")]
    public void Parse_TextThatIsNoMatchDocument_IsOneSentence(string text) => Assert.EndsWith(".", MatchRun.Fault(text), StringComparison.Ordinal);

    [Fact]
    public void Parse_TextThatIsNotJson_IsToldWhere()
        => Assert.Equal("The match document is not JSON at line 2, byte 7.", MatchRun.Fault("{\n 'x': oops}"));
}
