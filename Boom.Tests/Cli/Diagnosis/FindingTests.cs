using Boom.Cli.Diagnosis;
using Xunit;

namespace Boom.Tests.Cli.Diagnosis;

public sealed class FindingTests
{
    [Theory]
    [InlineData("It is in use; stop it, or name another with --data.", "only one run can use it.", "It is in use; stop it, or name another with --data: only one run can use it")]
    [InlineData("It is away", "wait", "It is away: wait")]
    [InlineData("It answers with a page: is the address right?", "packets wait", "It answers with a page: is the address right? Packets wait")]
    public void Text_DetailAndRemedy_AreJoinedByOneMark(string detail, string remedy, string text)
    {
        Assert.Equal(text, Finding.Warn("a", detail, remedy).Text);
        Assert.Equal(text, Finding.Fail("a", detail, remedy).Text);
    }

    [Fact]
    public void Text_NothingToMend_IsTheDetail() => Assert.Equal("2 alerts", Finding.Ok("store", "2 alerts.").Text);
}
