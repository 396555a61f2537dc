using System.Text.Json;
using Boom.Cli;
using Xunit;

namespace Boom.Tests.Cli.Bench;

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
}
