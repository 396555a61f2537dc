using Boom.Core.Bson;
using MongoDB.Bson;
using Xunit;
using BsonType = Boom.Core.Bson.BsonType;

namespace Boom.Tests.Core.Bson;

public sealed class BsonJsonTests
{
    [Fact]
    public void ToJson_EveryType_HasItsJsonForm()
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.Double("d"u8, 1.5);
        writer.Double("nan"u8, double.NaN);
        writer.Double("inf"u8, double.PositiveInfinity);
        writer.Double("neg"u8, double.NegativeInfinity);
        writer.Int32("i"u8, -3);
        writer.Int64("l"u8, long.MaxValue);
        writer.Boolean("b"u8, true);
        writer.String("s"u8, "a\"é");
        writer.DateTime("t"u8, 0);
        writer.Binary("y"u8, [1, 2, 3]);
        writer.Raw(BsonType.ObjectId, "o"u8, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
        writer.Raw(BsonType.Null, "n"u8, []);
        var array = writer.BeginArray("a"u8);
        writer.Int32("0"u8, 1);
        var inner = writer.BeginDocument("1"u8);
        writer.End(inner);
        writer.End(array);

        var json = BsonJson.ToJson(writer.EndRoot().Span);

        Assert.Equal(
            """{"d":1.5,"nan":"NaN","inf":"Infinity","neg":"-Infinity","i":-3,"l":9223372036854775807,"lText":"9223372036854775807","b":true,"s":"a\u0022\u00E9",""" +
            """ "t":"1970-01-01T00:00:00.0000000Z","y":{"bytes":3},"o":"000102030405060708090aff","n":null,"a":[1,{}]}""".TrimStart(),
            json);
    }

    [Fact]
    public void ToJson_Decimal_KeepsItsDigits()
    {
        var document = new BsonDocument("d", BsonDecimal128.Create(Decimal128.Parse("0.1234567890123456789012345678901234"))).Add("e", BsonDecimal128.Create(Decimal128.Parse("1.10")));

        Assert.Equal("""{"d":"0.1234567890123456789012345678901234","e":"1.10"}""", BsonJson.ToJson(document.ToBson()));
    }

    [Theory]
    [InlineData(12L, "{\"n\":12}")]
    [InlineData(9007199254740991L, "{\"n\":9007199254740991}")]
    [InlineData(-9007199254740991L, "{\"n\":-9007199254740991}")]
    [InlineData(9007199254740993L, "{\"n\":9007199254740993,\"nText\":\"9007199254740993\"}")]
    [InlineData(-9007199254740993L, "{\"n\":-9007199254740993,\"nText\":\"-9007199254740993\"}")]
    [InlineData(long.MinValue, "{\"n\":-9223372036854775808,\"nText\":\"-9223372036854775808\"}")]
    public void ToJson_Int64_HasTextWhereADoubleLosesDigits(long value, string json) => Assert.Equal(json, BsonJson.ToJson(new BsonDocument("n", value).ToBson()));

    [Fact]
    public void ToJson_FieldWithTheNameOfAText_StandsOnce()
        => Assert.Equal(
            """{"nText":"mine","n":9223372036854775807}""",
            BsonJson.ToJson(new BsonDocument { { "nText", "mine" }, { "n", long.MaxValue } }.ToBson()));

    [Fact]
    public void ToJson_NestedTooDeep_Throws()
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var tokens = new Stack<int>();
        for (var i = 0; i < 100; i++)
            tokens.Push(writer.BeginDocument("x"u8));
        while (tokens.TryPop(out var token))
            writer.End(token);
        var document = writer.EndRoot();

        Assert.Throws<BsonFormatException>(() => BsonJson.ToJson(document.Span));
    }
}
