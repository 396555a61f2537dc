using Boom.Tests.Cli;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A command that takes any words took an option it does not have for one of them: a path, an identifier.</summary>
public sealed class UnknownOptionsAreUsageErrorsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("There is no option '--seed' for 'boom play'. It is one of 'boom run'", "play", "x.avro", "--survey", "ztf", "--seed", "3")]
    [InlineData("There is no option '--bogus' for 'boom play'. To give a name that begins so, write -- before it.", "play", "x.avro", "--survey", "ztf", "--bogus=1")]
    [InlineData("There is no option '--bogus' for 'boom dead-letters replay'", "dead-letters", "replay", "--bogus")]
    [InlineData("There is no option '--until-done' for 'boom dead-letters discard'. It is one of 'boom run', 'boom play'.", "dead-letters", "discard", "a", "--until-done")]
    [InlineData("There is no option '--survey' for 'boom audit'", "audit", "--survey", "ztf")]
    [InlineData("There is no option '--cutouts' for 'boom cone'. It is one of", "cone", "1", "-2", "3", "--cutouts", "x")]
    [InlineData("There is no option '-x' for 'boom object'", "object", "-x")]
    [InlineData("There is no option '--bogus' for 'boom'", "--bogus")]
    [InlineData("There is no option '--verbos' for 'boom audit'", "audit", "--data", "--verbos")]
    public async Task RunAsync_OptionOfNoneOrAnotherCommand_IsAUsageError(string sentence, params string[] args)
    {
        var run = await CliRun.OfAsync(args);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PATH is empty: give a value, or leave it out.", "play", "", "--survey", "ztf")]
    [InlineData("ID is empty", "object", "")]
    [InlineData("--cutouts is empty", "object", "x", "--cutouts", "")]
    [InlineData("--payload is empty", "dead-letters", "show", "x", "--payload", "")]
    [InlineData("--data is empty", "audit", "--data", "")]
    [InlineData("ID is empty", "dead-letters", "discard", "a", "")]
    public async Task RunAsync_EmptyWord_IsAUsageError(string sentence, params string[] args)
    {
        var run = await CliRun.OfAsync(args);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FolderWhereAFileIsMeantAndTheOtherWay_IsNamed()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var payload = await CliRun.OfAsync("dead-letters", "show", "x", "--payload", _folder.Path);
        var nowhere = await CliRun.OfAsync("dead-letters", "show", "x", "--payload", Path.Combine(_folder.Path, "none", "file"));
        var cutouts = await CliRun.OfAsync("alert", "1", "--cutouts", file);

        Assert.Equal((3, $"{_folder.Path} is a folder: give a file with --payload.\n"), (payload.ExitCode, payload.Error));
        Assert.StartsWith($"There is no folder {Path.Combine(_folder.Path, "none")}", nowhere.Error, StringComparison.Ordinal);
        Assert.Equal((3, $"{file} is a file: give a folder with --cutouts.\n"), (cutouts.ExitCode, cutouts.Error));
    }

    [Fact]
    public async Task RunAsync_NameThatBeginsLikeAnOptionAfterTwoDashes_IsAName()
    {
        var run = await CliRun.OfAsync("play", "--survey", "ztf", "--data", _folder.Path, "--", "--until-done");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("There is no file or folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NameThatBeginsWithAt_IsAName()
    {
        var run = await CliRun.OfAsync("play", "@night", "--survey", "ztf", "--data", _folder.Path);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("@night", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("There is no file or folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_UntilDone_IsItsDefault()
    {
        var file = Path.Combine(_folder.Path, "a.avro");
        await File.WriteAllBytesAsync(file, ForgedPackets.Packet(0), TestContext.Current.CancellationToken);

        var run = await CliRun.OfAsync("play", file, "--survey", "ztf", "--until-done", "--json", "--data", Path.Combine(_folder.Path, "data"));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, PlayedNight.LastLine(run).GetProperty("stored").GetInt64());
    }

    [Fact]
    public async Task Play_UntilDoneAndLoop_ContradictEachOther()
    {
        var run = await CliRun.OfAsync("play", "x", "--survey", "ztf", "--until-done", "--loop");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("--loop goes on until Ctrl+C", run.Error, StringComparison.Ordinal);
    }
}
