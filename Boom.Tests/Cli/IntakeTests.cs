using System.Text.Json;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli;

[Collection(Embedded.EmbeddedServersGroup.Name)]
public sealed class IntakeTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly SqliteStore _store;

    public IntakeTests() => _store = SqliteStore.Open(new SqliteStoreOptions { Path = StoreSession.FileOf(_folder.Path) });

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pause_FolderInUse_IsSeenByWhoeverReads()
    {
        using var held = DataFolder.Open(_folder.Path);

        var run = await RunAsync("intake", "pause", "--survey", "ztf", "--reason", "disk is full");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^The intake of ZTF is paused since \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ \(disk is full\); 'boom intake resume' ends it, and 'Resume intake' at the consumer in the dashboard\.\n$", run.Out);
        Assert.Equal("disk is full", (await _store.FindPauseAsync(Survey.Ztf, Token))?.Reason);
    }

    [Fact]
    public async Task Resume_Paused_TakesItBack()
    {
        await _store.PauseAsync(Survey.Ztf, new IntakePause("", 1000), Token);

        var run = await RunAsync("intake", "resume", "--survey", "ztf");

        Assert.Equal((0, "The packets of ZTF are read.\n"), (run.ExitCode, run.Out));
        Assert.Null(await _store.FindPauseAsync(Survey.Ztf, Token));
    }

    [Fact]
    public async Task Show_Json_NamesTheState()
    {
        await _store.PauseAsync(Survey.Ztf, new IntakePause("disk", 1000), Token);

        using var answer = JsonDocument.Parse((await RunAsync("intake", "show", "--json")).Out);

        var ztf = Assert.Single(answer.RootElement.GetProperty("surveys").EnumerateArray(), survey => survey.GetProperty("paused").GetBoolean());
        Assert.Equal(("ZTF", true, "disk"), (ztf.GetProperty("survey").GetString(), ztf.GetProperty("paused").GetBoolean(), ztf.GetProperty("reason").GetString()));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1000), ztf.GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task Pause_StoreCannotBeWritten_IsASentence()
    {
        _store.Dispose();
        using var store = SqliteStore.OpenUnwritable(new SqliteStoreOptions { Path = StoreSession.FileOf(_folder.Path) });

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(() => store.PauseAsync(Survey.Ztf, new IntakePause("", 1000), Token).AsTask());

        Assert.DoesNotContain(" at ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("doctor")]
    public async Task Audit_AndDoctor_SayThatItIsPaused(string command)
    {
        await _store.PauseAsync(Survey.Ztf, new IntakePause("disk", 1000), Token);

        Assert.Contains("The intake of ZTF is paused since 1970-01-01 00:00:01Z (disk)", (await RunAsync(command)).Out, StringComparison.Ordinal);
    }

    Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync([.. args, "--data", _folder.Path]);
}
