using System.Text.Json;
using Boom.Cli;
using Boom.Hosting;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Lab.Bench.Filters;

public sealed class FilterBenchTests
{
    [Fact]
    public async Task RunAsync_FewFiltersAndAlerts_MeasuresEveryShapeAndLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = await RunAsync("--filters", "6", "--alerts", "40", "--rounds", "2", "--json", "--data", Path.Combine(folder.Path, "data"));

        Assert.True(exitCode == 0, error);
        var shapes = JsonDocument.Parse(output).RootElement.GetProperty("shapes").EnumerateArray().ToArray();
        Assert.Equal(["simple", "cats150", "riser", "mixed"], shapes.Select(shape => shape.GetProperty("shape").GetString()));
        Assert.All(shapes, shape => Assert.True(shape.GetProperty("evaluationsPerSecondMedian").GetDouble() > 0));
        Assert.All(shapes, shape => Assert.Equal(0, shape.GetProperty("errors").GetInt64()));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task RunAsync_Text_NamesGoalsAndSeed()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = await RunAsync("--filters", "2", "--alerts", "20", "--shape", "simple", "--seed", "5", "--data", Path.Combine(folder.Path, "data"));

        Assert.True(exitCode == 0, error);
        Assert.Contains("seed 5", output, StringComparison.Ordinal);
        Assert.Contains("≥ 1,000,000", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ServerThatIsNotThere_IsToldWithTheRemedy()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = await RunAsync("--filters", "1", "--alerts", "5", "--mongodb", "127.0.0.1:1", "--data", Path.Combine(folder.Path, "data"));

        Assert.Equal(3, exitCode);
        Assert.Contains("leave --mongodb out", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_UnknownShape_IsToldTheKnown()
    {
        var (exitCode, output, error) = await RunAsync("--shape", "hard");

        Assert.Equal(2, exitCode);
        Assert.Contains("--shape is one of simple, cats150, riser, mixed, not 'hard'.", error + output, StringComparison.Ordinal);
    }

    static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CliConsole(output, error, TimeProvider.System, IsTerminal: false, HasColour: false);
        var exitCode = await BoomCommandLine.RunAsync(["bench", "filters", .. arguments], console);
        return (exitCode, output.ToString(), error.ToString());
    }
}
