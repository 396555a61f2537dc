using System.Text.Json;
using Boom.Cli;
using Boom.Hosting;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Lab.Bench.Latency;

public sealed class LatencyBenchTests
{
    [Fact]
    public async Task RunAsync_FewAlerts_TellsEveryStepAndLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CliConsole(output, error, TimeProvider.System, IsTerminal: false, HasColour: false);

        var exitCode = await BoomCommandLine.RunAsync(
            ["bench", "latency", "--rate", "40", "--duration", "1s", "--burst", "30", "--json", "--data", Path.Combine(folder.Path, "data")], console);

        Assert.True(exitCode == 0, error.ToString());
        var figures = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal((40, 20), (figures.GetProperty("alerts").GetInt32(), figures.GetProperty("warmUpAlerts").GetInt32()));
        Assert.InRange(figures.GetProperty("messages").GetInt32(), 1, 80);
        Assert.Equal(0, figures.GetProperty("missingMessages").GetInt64());
        Assert.Equal(
            ["received → stored", "stored → enriched", "enriched → filtered", "filtered → sent", "received → sent", "sent → read", "due → sent"],
            figures.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()));
        Assert.True(figures.GetProperty("slowest")[0].GetProperty("candid").GetInt64() > 0);
        Assert.InRange(figures.GetProperty("burst").GetProperty("messages").GetInt32(), 1, 60);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task RunAsync_FolderWithoutNetworks_IsTold()
    {
        using var folder = new TemporaryFolder();
        using var error = new StringWriter();
        var console = new CliConsole(TextWriter.Null, error, TimeProvider.System, IsTerminal: false, HasColour: false);

        var exitCode = await BoomCommandLine.RunAsync(
            ["bench", "latency", "--rate", "10", "--duration", "1s", "--burst", "0", "--models", folder.Path, "--data", Path.Combine(folder.Path, "data")], console);

        Assert.Equal(3, exitCode);
        Assert.Contains("None of acai_h, acai_n, acai_v, acai_o, acai_b, btsbot is in", error.ToString(), StringComparison.Ordinal);
    }
}
