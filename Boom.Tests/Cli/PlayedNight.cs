using System.Text.Json;
using Xunit;

namespace Boom.Tests.Cli;

/// <summary>A data folder with a small simulated night and one malformed packet, made once by the commands themselves.</summary>
public sealed class PlayedNight : IAsyncLifetime
{
    public const int Alerts = 120;

    readonly string _folder = Directory.CreateTempSubdirectory("boom-cli-").FullName;

    public string Data => Path.Combine(_folder, "data");

    /// <summary>A file that is no packet.</summary>
    public string Malformed => Path.Combine(_folder, "text.avro");

    internal CliRun NightRun { get; private set; } = null!;

    internal CliRun MalformedRun { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Malformed, "This is no packet.");
        NightRun = await CliRun.OfAsync("run", "--alerts", $"{Alerts}", "--until-done", "--json", "--data", Data);
        MalformedRun = await CliRun.OfAsync("play", Malformed, "--survey", "ztf", "--night", "20260102", "--data", Data);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a command on the folder.</summary>
    internal Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync([.. args, "--data", Data]);

    /// <summary>Runs a command on the folder and reads the JSON of its last line.</summary>
    internal async Task<JsonElement> ReadJsonAsync(params string[] args) => LastLine(await RunAsync([.. args, "--json"]));

    internal static JsonElement LastLine(CliRun run) => JsonDocument.Parse(run.Out.TrimEnd().Split('\n')[^1]).RootElement;

    /// <summary>Some object of the night, as <c>boom object --json</c> shows it.</summary>
    internal async Task<JsonElement> AnyAlertAsync()
    {
        // Objects are all over the sky: a few wide cones are sure to meet one.
        for (var ra = 0; ra < 360; ra += 10)
        {
            for (var dec = -30; dec <= 80; dec += 10)
            {
                var hits = (await ReadJsonAsync("cone", $"{ra}", $"{dec}", "10d", "--limit", "1")).GetProperty("objects");
                if (hits.GetArrayLength() > 0)
                    return await ReadJsonAsync("object", hits[0].GetProperty("objectId").GetString()!);
            }
        }

        throw new InvalidOperationException("No cone meets an object.");
    }
}
