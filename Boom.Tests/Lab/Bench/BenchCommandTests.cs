using System.Text.Json;
using Boom.Cli;
using Boom.Hosting;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Lab.Bench;

public sealed class BenchCommandTests
{
    [Fact]
    public async Task Ingest_SmallNight_MeasuresEverySectionAndLeavesNothingBehind()
    {
        var folder = Directory.CreateTempSubdirectory("boom-test-").FullName;
        try
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            var console = new CliConsole(output, error, TimeProvider.System, IsTerminal: false, HasColour: false);

            var exitCode = await BoomCommandLine.RunAsync(
                ["bench", "ingest", "--alerts", "60", "--rounds", "1", "--json", "--data", Path.Combine(folder, "data")], console);

            Assert.True(exitCode == 0, error.ToString());
            var sections = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("sections").EnumerateArray().ToArray();
            Assert.Equal(["decode", "store", "enrich", "run", "run-middle", "run-ready"], sections.Select(s => s.GetProperty("section").GetString()));
            Assert.All(sections.Take(4), section => Assert.True(section.GetProperty("alertsPerSecondMedian").GetDouble() > 0));
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Ingest_SectionOfNetworks_MeasuresEnricherAndBareNetworksAndTheirRatios()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        var console = new CliConsole(output, TextWriter.Null, TimeProvider.System, IsTerminal: false, HasColour: false);

        var exitCode = await BoomCommandLine.RunAsync(
            ["bench", "ingest", "--section", "enrich", "--alerts", "60", "--rounds", "1", "--json", "--data", Path.Combine(folder.Path, "data")], console);

        Assert.Equal(0, exitCode);
        var figures = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal(["boom_rb"], figures.GetProperty("networks").EnumerateArray().Select(network => network.GetString()));
        Assert.Equal(7, figures.GetProperty("sections").GetArrayLength());
        Assert.All(figures.GetProperty("sections").EnumerateArray(), section => Assert.True(section.GetProperty("alertsPerSecondMedian").GetDouble() > 0));
        Assert.All(figures.GetProperty("ratios").EnumerateArray(), ratio => Assert.True(ratio.GetProperty("median").GetDouble() > 0));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--busy is for '--profile services'", "--busy")]
    [InlineData("--consumers is for '--profile services'", "--consumers", "2")]
    [InlineData("The section all is not of '--profile embedded', which has enrich, catalogs.", "--profile", "embedded", "--section", "all")]
    [InlineData("--alert-workers is a whole number from 1 to 16", "--profile", "services", "--alert-workers", "17")]
    [InlineData("--profile is one of embedded, services, not 'laptop'.", "--profile", "laptop")]
    [InlineData("The section queue is not of '--profile services', which has consumer, alert-worker, all, paced.", "--profile", "services", "--section", "queue")]
    public async Task Ingest_WrongOptions_AreToldAndNothingIsMeasured(string message, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CliConsole(output, error, TimeProvider.System, IsTerminal: false, HasColour: false);

        var exitCode = await BoomCommandLine.RunAsync(["bench", "ingest", .. arguments], console);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error.ToString() + output);
    }
}
