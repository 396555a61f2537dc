using Boom.Tests.Core.Fits;
using System.Text.Json;
using Xunit;

namespace Boom.Tests.Cli;

[Collection(Embedded.EmbeddedServersGroup.Name)]
public sealed class PlayedNightTests(PlayedNight night) : IClassFixture<PlayedNight>
{
    [Fact]
    public void Run_UntilDone_AccountsForEveryPacket()
    {
        var account = PlayedNight.LastLine(night.NightRun);

        Assert.Equal(0, night.NightRun.ExitCode);
        Assert.Equal(
            (PlayedNight.Alerts, PlayedNight.Alerts, 0, 0, PlayedNight.Alerts),
            (Number(account, "published"), Number(account, "stored"), Number(account, "waiting"), Number(account, "unaccounted"), Number(account, "enriched")));
        Assert.True(account.GetProperty("seconds").GetDouble() > 0);
        var topic = account.GetProperty("topics").GetProperty("ztf_20260101_programid1");
        Assert.Equal(PlayedNight.Alerts, Number(topic, "enriched"));
    }

    [Fact]
    public void Play_MalformedPacket_IsADeadLetterAndNoBadNews()
    {
        Assert.Equal(0, night.MalformedRun.ExitCode);
        Assert.Contains("ztf_20260102_programid1: 1 in, 1 accounted for", night.MalformedRun.Out);
        Assert.Contains("boom dead-letters list", night.MalformedRun.Out);
    }

    [Fact]
    public async Task Play_SamePathsAgain_SaysThatNothingIsLeft()
    {
        var again = await night.RunAsync("play", night.Malformed, "--survey", "ztf");

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("There is nothing left to play: every packet of this source (1) is in ztf_20260102_programid1 already.", again.Out);
    }

    [Fact]
    public async Task Audit_TwoTopics_BalancesEach()
    {
        var run = await night.RunAsync("audit");
        var account = await night.ReadJsonAsync("audit");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"all topics: {PlayedNight.Alerts + 1} in, {PlayedNight.Alerts + 1} accounted for", run.Out);
        Assert.Equal(1, Number(account.GetProperty("topics").GetProperty("ztf_20260102_programid1"), "deadLettered"));
        Assert.Equal(PlayedNight.Alerts, Number(account.GetProperty("topics").GetProperty("ztf_20260101_programid1"), "enriched"));
    }

    [Fact]
    public async Task Audit_OutcomesThatNoPacketHad_AreNamedBelowTheTableAndHaveNoColumn()
    {
        var lines = (await night.RunAsync("audit")).Out.Split('\n');

        Assert.Equal(["topic", "partition", "published", "stored", "dead-lettered", "unaccounted"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("none: duplicates, rejected, expired, waiting", lines);
    }

    [Fact]
    public async Task Object_Known_IsShownWithItsLightCurve()
    {
        var known = await night.AnyAlertAsync();
        var id = known.GetProperty("object").GetProperty("_id").GetString()!;

        var run = await night.RunAsync("object", id);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"{id}  (ZTF)\n", run.Out);
        Assert.Contains("(ICRS)", run.Out);
        Assert.Contains(" d\n", run.Out.Replace(" d ", " d\n"));
        Assert.Contains("enriched", run.Out);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public async Task Object_Unknown_IsBadNewsInOneSentence()
    {
        var run = await night.RunAsync("object", "ZTF00nothing");

        Assert.Equal((1, $"No object ZTF00nothing is stored in {night.Data}.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Alert_Cutouts_AreWrittenAsReadablePng()
    {
        var known = await night.AnyAlertAsync();
        var candid = known.GetProperty("alerts")[0].GetProperty("candid").GetInt64();
        var folder = Path.Combine(night.Data, "stamps");

        var run = await night.RunAsync("alert", $"{candid}", "--cutouts", folder);

        Assert.Equal(0, run.ExitCode);
        foreach (var kind in new[] { "science", "template", "difference" })
        {
            var (width, height, _) = PngWriterTests.Decode(await File.ReadAllBytesAsync(Path.Combine(folder, $"{candid}_{kind}.png")));
            Assert.Equal((252, 252), (width, height));
            Assert.StartsWith("SIMPLE", await File.ReadAllTextAsync(Path.Combine(folder, $"{candid}_{kind}.fits")));
        }
    }

    [Fact]
    public async Task Alert_Unknown_IsBadNews() => Assert.Equal(1, (await night.RunAsync("alert", "1")).ExitCode);

    [Fact]
    public async Task DeadLetters_Show_WritesThePayload()
    {
        var id = await LetterAsync();
        var file = Path.Combine(night.Data, "payload");

        var run = await night.RunAsync("dead-letters", "show", id, "--payload", file);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("54 68 69 73 20 69 73 20", run.Out);
        Assert.Equal(await File.ReadAllBytesAsync(night.Malformed), await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task DeadLetters_Show_NamesTheFile()
    {
        var letter = await night.ReadJsonAsync("dead-letters", "show", await LetterAsync());

        Assert.Equal(night.Malformed, letter.GetProperty("file").GetString());
    }

    [Fact]
    public async Task DeadLetters_ReplayOfABadPacket_FailsAgainKeepsItAndCounts()
    {
        var id = await LetterAsync();
        var before = Number(await night.ReadJsonAsync("dead-letters", "show", id), "attempts");

        var run = await night.RunAsync("dead-letters", "replay", id);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("0 dead letters processed, 1 failed again.", run.Out);
        Assert.Equal(id, await LetterAsync());
        Assert.Equal(before + 1, Number(await night.ReadJsonAsync("dead-letters", "show", id), "attempts"));
    }

    [Fact]
    public async Task Audit_ForPeople_TellsHowManyAreEnriched() =>
        Assert.Contains($"{PlayedNight.Alerts} enriched", (await night.RunAsync("audit")).Out);

    [Fact]
    public async Task DeadLetters_Unknown_IsBadNews()
    {
        Assert.Equal(1, (await night.RunAsync("dead-letters", "show", "nothing")).ExitCode);
        Assert.Equal(1, (await night.RunAsync("dead-letters", "discard", "nothing")).ExitCode);
    }

    [Fact]
    public async Task DeadLetters_ReplayOfAnUnknownOne_SaysThatAlone()
    {
        var run = await night.RunAsync("dead-letters", "replay", "nope");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.EndsWith("There is no dead letter nope.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LockedFolder_LetsReadAndRefusesToWrite()
    {
        using var held = Boom.Embedded.DataFolder.Open(night.Data);

        var run = await night.RunAsync("run", "--until-done");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("is in use by another run", run.Error);
        Assert.Equal(3, (await night.RunAsync("dead-letters", "discard", "--all")).ExitCode);
        Assert.Equal(0, (await night.RunAsync("audit")).ExitCode);
    }

    [Fact]
    public async Task Doctor_SoundFolder_FailsNothing()
    {
        var run = await night.RunAsync("doctor", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(
            PlayedNight.LastLine(run).GetProperty("findings").EnumerateArray(),
            finding => finding.GetProperty("status").GetString() == "fail");
    }

    async Task<string> LetterAsync() =>
        (await night.ReadJsonAsync("dead-letters", "list")).GetProperty("deadLetters")[0].GetProperty("id").GetString()!;

    static int Number(JsonElement account, string name) => account.GetProperty(name).GetInt32();
}
