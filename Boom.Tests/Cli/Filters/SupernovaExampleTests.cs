using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>The way of the page of examples, from a night to a filter that runs.</summary>
public sealed class SupernovaExampleTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Activate_OnANightOfRealShares_Runs()
    {
        var run = await CliRun.OfAsync("run", "--mix", "real", "--alerts", "1000", "--until-done", "--json", "--data", Data);
        Assert.True(run.ExitCode == 0, run.Error);
        var added = await CliRun.OfAsync("filter", "add", ExampleFilters.FileOf("supernova-candidates"), "--data", Data);
        Assert.True(added.ExitCode == 0, added.Error);

        var activated = PlayedNight.LastLine(await CliRun.OfAsync("filter", "activate", "supernova-candidates", "--json", "--data", Data));

        Assert.True(activated.GetProperty("active").GetBoolean());
        Assert.Equal(1000, activated.GetProperty("lookedAt").GetInt32());
        Assert.InRange(activated.GetProperty("passed").GetInt32(), 1, 30);
    }
}
