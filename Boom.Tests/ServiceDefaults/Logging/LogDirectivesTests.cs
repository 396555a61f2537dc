using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Logging;

public sealed class LogDirectivesTests
{
    [Theory]
    [InlineData("off", LogLevel.None)]
    [InlineData("error", LogLevel.Error)]
    [InlineData("WARN", LogLevel.Warning)]
    [InlineData(" info ", LogLevel.Information)]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("trace", LogLevel.Trace)]
    [InlineData("Boom.Messaging=debug", LogLevel.Information)]
    [InlineData("debug,warn", LogLevel.Warning)]
    public void Parse_LevelForEverything_IsTheLastOneOrInfo(string text, LogLevel expected) =>
        Assert.Equal(expected, LogDirectives.Parse(text).Default);

    [Fact]
    public void Parse_Categories_KeepsThemInOrder() =>
        Assert.Equal(
            [("Boom.Messaging", LogLevel.Debug), ("Microsoft", LogLevel.None)],
            LogDirectives.Parse("info, Boom.Messaging=debug,Microsoft = OFF").Categories);

    [Fact]
    public void Parse_WrongOnes_NamesThemAll()
    {
        var fault = Assert.Throws<ConfigurationFaultException>(() => LogDirectives.Parse("infoo,Boom=loud,debug,=warn,a=b=c"));
        Assert.StartsWith("BOOM_LOG holds infoo and Boom=loud and =warn and a=b=c: give a level (off, error, warn, info, debug, trace)", fault.Message, StringComparison.Ordinal);
    }
}
