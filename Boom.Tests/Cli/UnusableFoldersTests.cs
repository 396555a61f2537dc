using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli;

/// <summary>Folders that cannot be used: a file is in the way, as no right is missing to whoever runs tests as root.</summary>
public sealed class UnusableFoldersTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly string _file;

    public UnusableFoldersTests()
    {
        _file = Path.Combine(_folder.Path, "passwd");
        File.WriteAllText(_file, "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_DataFolderIsAFile_SaysSoAndNamesTheOption() =>
        Assert.Equal(
            (3, $"The data folder {_file} is a file; name a folder with --data.\n"),
            Told(await CliRun.OfAsync("run", "--alerts", "1", "--until-done", "--data", _file)));

    [Fact]
    public async Task Run_DataFolderBelowAFile_IsOneSentenceWithTheRemedy()
    {
        var data = Path.Combine(_file, "data");

        var run = await CliRun.OfAsync("run", "--alerts", "1", "--until-done", "--data", data);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"The data folder {data} cannot be made (", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("); give this user access, or name another with --data.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--truth", "truth.jsonl")]
    [InlineData("--catalogs", "tables")]
    public async Task Run_TargetBelowAFile_IsOneSentenceThatNamesTheOption(string option, string name)
    {
        var target = Path.Combine(_file, name);

        var run = await CliRun.OfAsync("run", "--alerts", "1", "--until-done", option, target, "--data", Path.Combine(_folder.Path, "data"));

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"{target}, which {option} names, cannot be used (", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($", or name another with {option}.\n", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    static (int, string) Told(CliRun run) => (run.ExitCode, run.Error);
}
