using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>A filter that is stored before the first night.</summary>
public sealed class FirstFilterTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_NothingIsStored_MakesTheDataFolder()
    {
        var added = await AddAsync("""[{"$match": {"candidate.magpsf": {"$lt": 19}}}, {"$project": {"objectId": 1}}]""");

        Assert.Equal((0, ""), (added.ExitCode, added.Error));
        Assert.Contains("first", (await RunAsync("list")).Out);
        var tried = await RunAsync("activate", "first");
        Assert.Equal(1, tried.ExitCode);
        Assert.Contains("--untried has the filter run without having been tried", tried.Error);
        Assert.Equal(0, (await RunAsync("activate", "first", "--untried")).ExitCode);
    }

    [Fact]
    public async Task Add_PipelineIsRefused_LeavesNoFolder()
    {
        var added = await AddAsync("""[{"$match": {}}]""");

        Assert.Equal(2, added.ExitCode);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Run_AfterIt_LetsTheFirstNightPassIt()
    {
        await AddAsync("""[{"$match": {"candidate.magpsf": {"$lt": 19}}}, {"$project": {"objectId": 1}}]""");
        await RunAsync("activate", "first", "--untried");

        var run = await CliRun.OfAsync("run", "--alerts", "40", "--until-done", "--json", "--data", Data);

        Assert.Equal(0, run.ExitCode);
        var hits = PlayedNight.LastLine(await RunAsync("hits", "first", "--json")).GetProperty("hits");
        Assert.InRange(hits.GetArrayLength(), 1, 40);
    }

    async Task<CliRun> AddAsync(string pipeline)
    {
        var file = Path.Combine(_folder.Path, "filter.json");
        await File.WriteAllTextAsync(file, pipeline);
        return await RunAsync("add", file, "--name", "first");
    }

    Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(["filter", .. args, "--data", Data]);
}
