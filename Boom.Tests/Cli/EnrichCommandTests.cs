using System.Text.Json;
using Boom.Tests.Inference;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli;

/// <summary><c>boom enrich</c> on a small night, and what it says to wrong words.</summary>
public sealed class EnrichCommandTests : IDisposable
{
    const int Alerts = 40;

    readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Enrich_NetworkAddedLater_ScoresTheNightAndSaidAgainChangesNothing()
    {
        Assert.Equal(0, (await RunAsync("run", "--alerts", $"{Alerts}", "--until-done")).ExitCode);
        TinyModel.Write(Path.Combine(_data.Path, "models"));

        var first = await AccountAsync("--models", "tiny");
        var again = await AccountAsync("--models", "tiny", "--missing");

        Assert.Equal((Alerts, Alerts), (Number(first, "read"), Number(first, "changed")));
        Assert.Equal(Alerts, Number(first.GetProperty("networks").GetProperty("tiny"), "scored"));
        Assert.Equal((Alerts, 0, Alerts), (Number(again, "read"), Number(again, "changed"), Number(again, "notSelected")));
        Assert.Empty(Directory.EnumerateFiles(_data.Path, "boom-enrich-*.json"));
    }

    [Theory]
    [InlineData(3, "There is nothing stored in")]
    [InlineData(2, "--where: ", "--where", "{'a': 1}")]
    [InlineData(2, "--missing is of networks", "--missing")]
    [InlineData(2, "Give --night or --objects", "--night", "20260101", "--objects", "objects.txt")]
    [InlineData(3, "There is no file", "--objects", "nothing.txt")]
    [InlineData(2, "--rate is a number", "--rate", "fast")]
    public async Task Enrich_WrongWords_IsToldInASentence(int exitCode, string message, params string[] words)
    {
        var run = await RunAsync(["enrich", .. words]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    async Task<JsonElement> AccountAsync(params string[] words)
    {
        var run = await RunAsync(["enrich", .. words, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Out).RootElement.Clone();
    }

    Task<CliRun> RunAsync(params string[] words) => CliRun.OfAsync([.. words, "--data", _data.Path]);
}
