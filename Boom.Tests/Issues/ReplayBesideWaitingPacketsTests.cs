using System.Text.Json;
using Boom.Tests.Faults;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A packet that waits for its schema keeps nobody from replaying others, and is named.</summary>
public sealed class ReplayBesideWaitingPacketsTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Nobody listens there.
    static readonly Dictionary<string, string> NoRegistry = new() { ["Registry__Addresses__0"] = "http://127.0.0.1:1", ["Registry__Files"] = "none" };

    readonly TemporaryFolder _folder = new();

    string Data => Path.Combine(_folder.Path, "data");

    [Fact]
    public async Task Replay_AnotherPacketWaitsForItsSchema_EndsWithItsOwnOutcome()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "a.avro"), Frame(1000, 3), TestContext.Current.CancellationToken);
        await RunAsync("play", Path.Combine(_folder.Path, "a.avro"), "--survey", "lsst", "--until-done");
        var id = await LetterAsync();
        await LeaveWaitingAsync();

        var (exitCode, output, errors) = await RunAsync("dead-letters", "replay", id);

        Assert.True(exitCode == 1, $"exit code {exitCode}: {output}{errors}");
        Assert.Equal("0 dead letters processed, 1 failed again.", output.Split('\n')[0]);
        Assert.DoesNotContain("Nothing has moved", errors, StringComparison.Ordinal);
    }

    async Task LeaveWaitingAsync()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "b.avro"), Frame(9999, 100), TestContext.Current.CancellationToken);
        using var play = Start("play", Path.Combine(_folder.Path, "b.avro"), "--survey", "lsst", "--until-done");
        for (var waiting = 0L; waiting != 1;)
        {
            Assert.False(play.HasExited);
            waiting = JsonDocument.Parse((await RunAsync("audit", "--json")).Output).RootElement.GetProperty("waiting").GetInt64();
        }

        await play.KillAsync();
    }

    static byte[] Frame(int schema, int length) => [0, 0, 0, (byte)(schema >> 8), (byte)schema, .. Enumerable.Repeat((byte)'x', length)];

    async Task<string> LetterAsync()
    {
        using var answer = JsonDocument.Parse((await RunAsync("dead-letters", "list", "--json")).Output);
        return answer.RootElement.GetProperty("deadLetters")[0].GetProperty("id").GetString()!;
    }

    async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var run = Start(arguments);
        return await run.WaitAsync(Patience);
    }

    BoomProcess Start(params string[] arguments) => new(NoRegistry, [.. arguments, "--data", Data]);

    public void Dispose() => _folder.Dispose();
}
