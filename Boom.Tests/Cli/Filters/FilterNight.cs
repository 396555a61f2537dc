using System.Text.Json;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>A data folder with a small night of one sky as two surveys saw it, enriched, with its truth; made once by <c>boom run</c>.</summary>
public sealed class FilterNight : IAsyncLifetime
{
    public const int Alerts = 500;

    readonly TemporaryFolder _folder = new();

    public string Data => Path.Combine(_folder.Path, "data");

    internal CliRun Made { get; private set; } = null!;

    /// <summary>Class of each object.</summary>
    public IReadOnlyDictionary<string, string> Truth { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        var truth = Path.Combine(_folder.Path, "truth.jsonl");
        Made = await CliRun.OfAsync("run", "--survey", "ztf", "--survey", "lsst", "--alerts", $"{Alerts}", "--truth", truth, "--until-done", "--json", "--data", Data);
        Truth = File.ReadLines(truth).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(one => one.GetProperty("objectId").GetString()!, one => one.GetProperty("class").GetString()!, StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(["filter", .. args, "--data", Data]);

    /// <summary>Runs <c>boom filter …</c> on the night and reads the JSON of its last line.</summary>
    internal async Task<JsonElement> ReadJsonAsync(params string[] args)
    {
        var run = await RunAsync([.. args, "--json"]);
        Assert.True(run.Out.Length > 0, run.Error);
        return PlayedNight.LastLine(run);
    }
}

/// <summary>Tests that look at the night; those that store filters name them apart.</summary>
[CollectionDefinition(Name)]
public sealed class FilterNightTests : ICollectionFixture<FilterNight>
{
    public const string Name = "a night for filters";
}
