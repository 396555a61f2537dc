using Boom.Lab.Bench.Services;
using Xunit;

namespace Boom.Tests.Lab.Bench.Services;

public sealed class IdleMeterTests
{
    [Fact]
    public void Parse_FirstLine_CountsWaitsForDisksAsIdle() => Assert.Equal((50d, 80d), IdleMeter.Parse("cpu  10 5 5 40 10 2 3 5 99 99"));

    [Theory]
    [InlineData(null)]
    [InlineData("cpu0 1 2 3 4 5 6 7 8")]
    [InlineData("cpu 1 2")]
    public void Parse_OtherLine_IsNull(string? line) => Assert.Null(IdleMeter.Parse(line));
}
