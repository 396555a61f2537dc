using System.Text.Json;
using Boom.Cli.Filters;
using Xunit;

namespace Boom.Tests.Cli.Filters;

public sealed class PlainJsonTests
{
    [Theory]
    [InlineData("[1, 2,]", "[1, 2]")]
    [InlineData("[1, // one\n 2]", "[1,\n 2]")]
    [InlineData("// first\n[1]", "[1]")]
    [InlineData("[/* a */1/* b */]", "[1]")]
    [InlineData("{\"a\": \"// no comment, ]\",}", "{\"a\": \"// no comment, ]\"}")]
    [InlineData("[\"a\\\"/*\"]", "[\"a\\\"/*\"]")]
    [InlineData("[1,\n// last\n]", "[1\n]")]
    [InlineData("[1]// end", "[1]")]
    [InlineData("[[1,],{},]", "[[1],{}]")]
    public void Of_Text_HasNoCommentsAndTrailingCommas(string text, string plain) => Assert.Equal(plain, PlainJson.Of(text));

    [Fact]
    public void Of_Examples_AreTheSameValues()
    {
        var relaxed = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        foreach (var name in ExampleFilters.Names)
        {
            var text = File.ReadAllText(ExampleFilters.FileOf(name));
            using var before = JsonDocument.Parse(text, relaxed);
            using var after = JsonDocument.Parse(PlainJson.Of(text));

            Assert.True(JsonElement.DeepEquals(before.RootElement, after.RootElement), name);
        }
    }
}
