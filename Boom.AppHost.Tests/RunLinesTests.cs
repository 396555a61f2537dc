namespace Boom.AppHost.Tests;

public sealed class RunLinesTests
{
    static readonly DateTime Began = new(2026, 1, 1, 4, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("2026-01-01T04:00:00.1234567Z 5 in, 5 accounted for", "5 in, 5 accounted for")]
    [InlineData("2026-01-01T04:00:01Z", "")]
    [InlineData("2026-01-01T03:59:59.9999999Z of the run before", null)]
    [InlineData("2026-01-01T05:59:59+02:00 of the run before", null)]
    [InlineData("2026-01-01T04:00:01Z [sys] Starting process", null)]
    [InlineData("2026-01-01T04:00:01Z Successfully executed command 'start'.", null)]
    [InlineData("2026-01-01T04:00:01Z Executing command 'audit'.", null)]
    [InlineData("Successfully executed command 'start'.", null)]
    [InlineData("no time at all", "no time at all")]
    [InlineData("", "")]
    public void Find_Line_IsTheTextOfThisRunAlone(string content, string? expected) => Assert.Equal(expected, RunLines.Find(content, Began));
}
