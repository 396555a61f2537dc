using Boom.Cli.Parsing;
using Xunit;

namespace Boom.Tests.Cli.Parsing;

public sealed class DurationOptionTests
{
    [Theory]
    [InlineData("39s", 39_000)]
    [InlineData("500ms", 500)]
    [InlineData("2min", 120_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("0.001s", 1)]
    [InlineData("24h", 86_400_000)]
    public void TryParse_NumberAndUnit_IsATime(string text, double milliseconds)
    {
        Assert.True(DurationOption.TryParse(text, out var time));
        Assert.Equal(milliseconds, time.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("39")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("0s")]
    [InlineData("25h")]
    [InlineData("1e3s")]
    [InlineData("00:00:39")]
    [InlineData("39 s")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(DurationOption.TryParse(text, out _));
}
