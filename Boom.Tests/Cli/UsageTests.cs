using Xunit;

namespace Boom.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("--alerts is a whole number from 1 to 20000000", "run", "--alerts", "0")]
    [InlineData("--alerts is a whole number from 1 to 20000000", "run", "--alerts", "-3")]
    [InlineData("--alerts is a whole number from 1 to 20000000", "run", "--alerts", "99999999999999999999")]
    [InlineData("--seed is a whole number", "run", "--seed", "x")]
    [InlineData("--night is a date from 19000101 to 29991231, written yyyyMMdd: there is no day 20260231 among them.", "run", "--night", "20260231")]
    [InlineData("--night is a date from 19000101 to 29991231, written yyyyMMdd, not '2026-02-01'.", "play", ".", "--night", "2026-02-01")]
    [InlineData("--visit is of a survey of visits (lsst), and ztf is none: name one with --survey, or leave --visit away.", "run", "--visit", "10")]
    [InlineData("--cadence is of a survey of visits (lsst), and ztf, winter are none", "run", "--survey", "ztf", "--survey", "winter", "--cadence", "39s")]
    [InlineData("--mix is real, or weights", "run", "--mix", "Nova:1")]
    [InlineData("hardly ever sees such objects", "run", "--survey", "decam", "--mix", "Asteroid:1")]
    [InlineData("--history is of a survey of visits", "run", "--survey", "ztf", "--history", "10", "--publish-only")]
    [InlineData("give a date from 20230101 to 20401231", "run", "--night", "19990101")]
    [InlineData("--rate is a number per second", "run", "--rate", "0")]
    [InlineData("--workers is a whole number from 1 to 64", "run", "--workers", "65")]
    [InlineData("'sdss' is not a survey Boom knows. Supported: ztf, lsst, decam, winter.", "run", "--survey", "sdss")]
    [InlineData("'--bogus'", "run", "--bogus")]
    [InlineData("Required argument missing", "play", "--survey", "ztf")]
    [InlineData("RA is 0 to 360 degrees", "cone", "360", "0", "5")]
    [InlineData("DEC is -90 to 90 degrees", "cone", "10", "-91", "5")]
    [InlineData("RADIUS is more than 0 and at most 10 degrees", "cone", "10", "0", "11d")]
    [InlineData("'abc' is not a candid", "alert", "abc")]
    [InlineData("Name dead letters by ID, or give --all", "dead-letters", "discard")]
    [InlineData("Name dead letters by ID, or give --all", "dead-letters", "replay", "a", "--all")]
    [InlineData("--wait is a whole number from 0 to 86400", "dead-letters", "replay", "--all", "--wait", "x")]
    [InlineData("--data needs the name of a folder", "audit", "--data", " ")]
    [InlineData("There is no command 'boom nonsense': 'boom --help' shows those that there are.", "nonsense")]
    [InlineData("There is no command 'boom nonsense': 'boom --help' shows those that there are.", "help", "nonsense")]
    [InlineData("There is no command 'boom filter tset': the nearest is 'boom filter test', and 'boom filter --help' shows all.", "filter", "tset", "x")]
    [InlineData("--night is a date from 19000101 to 29991231, written yyyyMMdd, or two with - between them, the earlier first, or all, not '20260105-20260101'.", "filter", "test", "x", "--night", "20260105-20260101")]
    public async Task RunAsync_WrongUsage_IsOneSentenceAndExitCode2(string sentence, params string[] args)
    {
        var run = await CliRun.OfAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Error);
        Assert.DoesNotContain("   at ", run.Error);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task RunAsync_NoArguments_ShowsTheCommands()
    {
        var run = await CliRun.OfAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("dead-letters", run.Error);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("help", "filter")]
    [InlineData("help", "filter", "test")]
    public async Task RunAsync_HelpAsAWord_IsTheOption(params string[] args)
    {
        var word = await CliRun.OfAsync(args);
        var option = await CliRun.OfAsync([.. args[1..], "--help"]);

        Assert.Equal(option, word);
        Assert.Equal(0, word.ExitCode);
        Assert.Contains("--help", word.Out);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("object", "ZTF18aaaaaaa")]
    [InlineData("alert", "-12")]
    [InlineData("cone", "10", "-5.5", "3")]
    [InlineData("dead-letters", "list")]
    [InlineData("dead-letters", "discard", "--all")]
    [InlineData("dead-letters", "replay", "--all")]
    public async Task RunAsync_NoDataFolder_SaysSoWithExitCode3AndMakesNone(params string[] args)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"boom-none-{Environment.ProcessId}");

        var run = await CliRun.OfAsync([.. args, "--data", folder]);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"There is nothing stored in {folder}", run.Error);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task RunAsync_PathThatIsNotThere_IsExitCode3BeforeAnythingIsMade()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"boom-none-{Environment.ProcessId}");

        var run = await CliRun.OfAsync("play", "/no/such/path", "--survey", "ztf", "--data", folder);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("There is no file or folder /no/such/path.\n", run.Error);
        Assert.False(Directory.Exists(folder));
    }
}
