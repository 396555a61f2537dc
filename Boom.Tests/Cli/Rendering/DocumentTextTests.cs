using Boom.Cli.Rendering;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Cli.Rendering;

public sealed class DocumentTextTests
{
    [Theory]
    [InlineData(21165827767284820, "21165827767284820")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    [InlineData(7, "7")]
    public void Value_WholeNumber_HasAllItsDigits(long value, string text) => Assert.Equal(text, DocumentText.Value(value));

    [Fact]
    public void Value_Others_AreShort()
    {
        Assert.Equal("-2147483648", DocumentText.Value(int.MinValue));
        Assert.Equal("18.41235", DocumentText.Value(18.4123456));
        Assert.Equal("18", DocumentText.Value(18.0));
        Assert.Equal("yes", DocumentText.Value(true));
        Assert.Equal("a", DocumentText.Value("a"));
        Assert.Null(DocumentText.Value(new BsonArray()));
    }
}
