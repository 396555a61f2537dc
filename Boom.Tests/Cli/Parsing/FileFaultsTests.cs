using System.CommandLine;
using Boom.Cli;
using Boom.Cli.Parsing;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Parsing;

public sealed class FileFaultsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Describe_DeniedWithinAnOption_NamesWhatItIsForAndTheRemedy() =>
        Assert.Equal(
            "/other/x, which --cutouts names, cannot be used (Access to the path '/other/x' is denied); give this user access, or name another with --cutouts.",
            Describe(Denied("/other/x"), "--cutouts", "/other/x", "--data", _folder.Path));

    [Fact]
    public void Describe_DeniedWithinTheDataFolder_NamesTheDataFolder() =>
        Assert.Equal(
            "The data folder /read/only cannot be used (Access to the path '/read/only/schemas' is denied); give this user access, or name another with --data.",
            Describe(Denied("/read/only/schemas"), "--cutouts", "/other/x", "--data", "/read/only/"));

    [Fact]
    public void Describe_DeniedAboveTheDataFolder_NamesTheDataFolder() =>
        Assert.StartsWith("The data folder /read/only/a/b cannot be used (Access to the path '/read/only/a' is denied)", Describe(Denied("/read/only/a"), "--data", "/read/only/a/b"), StringComparison.Ordinal);

    [Fact]
    public void Describe_OptionWithinTheDataFolder_IsTheOneNamed() =>
        Assert.EndsWith("or name another with --cutouts.", Describe(Denied("/data/stamps/1.png"), "--cutouts", "/data/stamps", "--data", "/data"), StringComparison.Ordinal);

    [Fact]
    public void Describe_DeniedElsewhere_StillHasARemedy() =>
        Assert.Equal("Access to the path '/elsewhere' is denied: give this user access, or name another place.", Describe(Denied("/elsewhere"), "--data", _folder.Path));

    [Fact]
    public void Describe_DataFolderIsAFile_SaysSo()
    {
        var file = Path.Combine(_folder.Path, "passwd");
        File.WriteAllText(file, "");

        Assert.Equal(
            $"The data folder {file} is a file: name a folder with --data.",
            Describe(new DirectoryNotFoundException($"Could not find a part of the path '{file}/schemas'."), "--data", file));
    }

    [Fact]
    public void Describe_DiskIsFull_SaysToFreeSpace() =>
        Assert.Contains("; free some space, or name another with --data.", Describe(new IOException("No space left on device : '/data/x'", 28), "--data", "/data"), StringComparison.Ordinal);

    [Fact]
    public void Describe_OtherFaults_StayAsTheyAre() => Assert.Equal("Broken pipe.", Describe(new IOException("Broken pipe."), "--data", _folder.Path));

    static UnauthorizedAccessException Denied(string path) => new($"Access to the path '{path}' is denied.");

    static string Describe(Exception fault, params string[] args)
    {
        var root = new RootCommand { GlobalOptions.Data, new Command("show", "") { new Option<string?>("--cutouts") } };
        return FileFaults.Describe(fault, root.Parse(["show", .. args]));
    }
}
