using Boom.Core.Bson;
using Xunit;

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
            """{"d":1.5,"nan":null,"inf":null,"i":-3,"l":9223372036854775807,"lText":"9223372036854775807","b":true,"s":"a\u0022\u00E9",""" +
            """ "t":"1970-01-01T00:00:00.0000000Z","y":{"bytes":3},"o":"000102030405060708090aff","n":null,"a":[1,{}]}""".TrimStart(),
            json);
    }

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
