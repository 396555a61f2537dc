using Boom.Core.Text;
using Xunit;

namespace Boom.Tests.Core.Text;

public sealed class NearestWordTests
{
    static readonly string[] Words = ["test", "list", "add", "activate", "deactivate", "hits", "$round", "$sqrt"];

    [Theory]
    [InlineData("tset", "test")]
    [InlineData("LIST", "list")]
    [InlineData("activat", "activate")]
    [InlineData("$sqroot", "$sqrt")]
    [InlineData("$roundTo", "$round")]
    [InlineData("explain", null)]
    [InlineData("x", null)]
    public void In_Word_IsTheNearestOrNone(string word, string? expected) => Assert.Equal(expected, NearestWord.In(word, Words));

    [Theory]
    [InlineData("magpfs", "magpsf", 1)]
    [InlineData("drbb", "DRB", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_Words_CountsChangesAdditionsAndSwaps(string left, string right, int expected)
        => Assert.Equal((expected, expected), (NearestWord.Distance(left, right), NearestWord.Distance(right, left)));
}
