using System.Text.Json;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli;

/// <summary><c>boom catalog</c> and <c>boom watchlist</c> on files, and on a small night.</summary>
public sealed class CatalogCommandTests : IDisposable
{
    readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Catalog_AddedFromText_IsListedShownSearchedCheckedAndRemoved()
    {
        var file = Write("galaxies.csv", "name,ra,dec,z\nM 31,10.6847,41.2688,-0.001\nM 33,23.4621,30.6599,\nwrong,400,1,0.1\n");

        var added = await JsonAsync("catalog", "add", file, "--name", "GALAXIES", "--id", "name", "--version", "1");
        Assert.Equal(("GALAXIES", "1", 2, 1), (
            added.GetProperty("name").GetString(), added.GetProperty("version").GetString(), added.GetProperty("rowsAdded").GetInt32(),
            added.GetProperty("rowsRefused").EnumerateObject().Single().Value.GetInt32()));

        var listed = Assert.Single((await JsonAsync("catalog", "list")).GetProperty("catalogs").EnumerateArray());
        Assert.Equal(2, listed.GetProperty("rows").GetInt32());
        var shown = (await JsonAsync("catalog", "show", "GALAXIES")).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["M 31", "M 33"], shown.Select(row => row.GetProperty("name").GetString()).Order());
        var cone = Assert.Single((await JsonAsync("cone", "10.6847", "41.2689", "2", "--catalog", "GALAXIES")).GetProperty("rows").EnumerateArray());
        Assert.Equal(0.36, cone.GetProperty("distance_arcsec").GetDouble(), 0.001);
        Assert.True((await JsonAsync("catalog", "check")).GetProperty("catalogs")[0].GetProperty("sound").GetBoolean());

        Assert.Equal(0, (await RunAsync("catalog", "remove", "GALAXIES")).ExitCode);
        Assert.Empty((await JsonAsync("catalog", "list")).GetProperty("catalogs").EnumerateArray());
    }

    [Fact]
    public async Task Add_TheSameNameAgain_MakesAnotherVersion()
    {
        var file = Write("galaxies.csv", "ra,dec\n1,2\n");
        var first = await JsonAsync("catalog", "add", file, "--name", "G");
        var second = await JsonAsync("catalog", "add", file, "--name", "G");

        Assert.Equal($"{first.GetProperty("version").GetString()}.2", second.GetProperty("version").GetString());
        var same = await RunAsync("catalog", "add", file, "--name", "G", "--version", second.GetProperty("version").GetString()!);
        Assert.Equal(3, same.ExitCode);
        Assert.Contains("give another version", same.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_DamagedTable_IsBadNews()
    {
        await JsonAsync("catalog", "add", Write("galaxies.csv", "ra,dec,z\n1,2,0.5\n"), "--name", "G");
        var path = Path.Combine(_data.Path, "catalogs", "G.sky");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        for (var i = bytes.Length / 3; i < bytes.Length; i++)
            bytes[i] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        var run = await RunAsync("catalog", "check");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("G.sky", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SimulatedNight_MatchesItsObjectsAndNamesHosts()
    {
        var run = await RunAsync("run", "--alerts", "60", "--until-done");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("hosts and stars", run.Out, StringComparison.Ordinal);
        Assert.Equal(7, (await JsonAsync("catalog", "list")).GetProperty("catalogs").GetArrayLength());

        var without = await RunAsync("catalog", "match");
        Assert.Equal(3, without.ExitCode);
        Assert.Contains("--catalogs", without.Error, StringComparison.Ordinal);

        var account = (await JsonAsync("catalog", "match", "--catalogs", Simulated)).GetProperty("surveys")[0].GetProperty("account");
        Assert.True(account.GetProperty("read").GetInt32() > 0);
        Assert.Equal((0, account.GetProperty("read").GetInt32()), (account.GetProperty("changed").GetInt32(), account.GetProperty("upToDate").GetInt32()));
    }

    [Fact]
    public async Task Match_CatalogueThatComesLater_IsFoundInTheObject()
    {
        Assert.Equal(0, (await RunAsync("run", "--alerts", "20", "--until-done")).ExitCode);
        var truth = JsonDocument.Parse((await RunAsync("catalog", "show", "PS1_DR1", "--limit", "1", "--json")).Out).RootElement.GetProperty("rows")[0];
        var file = Write("ps1.csv", $"ra,dec,gMeanPSFMag\n{truth.GetProperty("ra").GetRawText()},{truth.GetProperty("dec").GetRawText()},19.5\n");
        await JsonAsync("catalog", "add", file, "--name", "PS1_DR1", "--catalogs", Simulated);

        var account = (await JsonAsync("catalog", "match", "PS1_DR1", "--catalogs", Simulated)).GetProperty("surveys")[0].GetProperty("account");

        Assert.True(account.GetProperty("changed").GetInt32() > 0);
        Assert.Equal(account.GetProperty("read").GetInt32(), account.GetProperty("catalogs").GetProperty("PS1_DR1").GetProperty("objects").GetInt32());
    }

    [Fact]
    public async Task Watchlist_PlacesOfStoredObjects_HaveHitsOnce()
    {
        Assert.Equal(0, (await RunAsync("run", "--alerts", "20", "--until-done")).ExitCode);
        var rows = JsonDocument.Parse((await RunAsync("catalog", "show", "LSPSC", "--limit", "100000", "--json")).Out).RootElement.GetProperty("rows").EnumerateArray();
        var list = Write("list.csv", "ra,dec\n" + string.Concat(rows.Select(row => $"{row.GetProperty("ra").GetRawText()},{row.GetProperty("dec").GetRawText()}\n")));
        await JsonAsync("watchlist", "add", list, "--name", "mine", "--owner", "me", "--radius", "5");

        Assert.Equal("watchlist_mine", (await JsonAsync("watchlist", "list")).GetProperty("catalogs")[0].GetProperty("name").GetString());
        var found = (await JsonAsync("catalog", "match", "watchlist_mine")).GetProperty("surveys")[0].GetProperty("account").GetProperty("hitsRecorded").GetInt32();
        var again = (await JsonAsync("catalog", "match", "watchlist_mine")).GetProperty("surveys")[0].GetProperty("account").GetProperty("hitsRecorded").GetInt32();

        Assert.True(found > 0);
        Assert.Equal(0, again);
        Assert.Equal(found, (await JsonAsync("watchlist", "hits", "mine")).GetProperty("hits").GetArrayLength());
    }

    [Fact]
    public async Task Watchlist_AddedBeforeASimulatedNight_HasItsHits()
    {
        using var other = new TemporaryFolder();
        Assert.Equal(0, (await CliRun.OfAsync("run", "--alerts", "20", "--until-done", "--data", other.Path)).ExitCode);
        var rows = JsonDocument.Parse((await CliRun.OfAsync("catalog", "show", "PS1_DR1", "--limit", "100000", "--json", "--data", other.Path)).Out).RootElement.GetProperty("rows");
        var places = rows.EnumerateArray().Select(row => $"{row.GetProperty("ra").GetRawText()},{row.GetProperty("dec").GetRawText()}\n");
        await JsonAsync("watchlist", "add", Write("list.csv", "ra,dec\n" + string.Concat(places)), "--name", "mine", "--owner", "me");

        Assert.Equal(0, (await RunAsync("run", "--alerts", "20", "--until-done")).ExitCode);

        Assert.NotEmpty((await JsonAsync("watchlist", "hits")).GetProperty("hits").EnumerateArray());
        Assert.Equal(8, (await JsonAsync("catalog", "list")).GetProperty("catalogs").GetArrayLength());
    }

    [Theory]
    [InlineData(3, "There is no folder", "catalog", "list", "--catalogs", "/no/such/folder")]
    [InlineData(3, "There is no file or folder", "catalog", "add", "nothing.csv")]
    [InlineData(3, "Boom does not download", "catalog", "add", "https://example.org/a.csv")]
    [InlineData(3, "There is no catalogue NED", "catalog", "show", "NED")]
    [InlineData(3, "There is no catalogue ../NED", "catalog", "remove", "../NED")]
    [InlineData(3, "There is no catalogue NED", "catalog", "match", "NED")]
    [InlineData(3, "There is no catalogue NED", "cone", "1", "2", "3", "--catalog", "NED")]
    [InlineData(2, "'boom watchlist add'", "catalog", "add", "list.csv", "--name", "watchlist_mine")]
    [InlineData(2, "--separator is one character", "catalog", "add", "list.csv", "--separator", "ab")]
    [InlineData(2, "--where: ", "catalog", "add", "list.csv", "--where", "{'a': 1}")]
    [InlineData(2, "--radius is more than 0", "watchlist", "add", "list.csv", "--name", "a", "--owner", "b", "--radius", "0")]
    [InlineData(2, "'moon', which is no survey", "watchlist", "add", "list.csv", "--name", "a", "--owner", "b", "--surveys", "ztf,moon")]
    [InlineData(2, "--since is a time", "watchlist", "hits", "--since", "yesterday")]
    public async Task Commands_WrongWords_AreToldInASentence(int exitCode, string message, params string[] words)
    {
        var run = await RunAsync(words);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    string Simulated => Path.Combine(_data.Path, "simulated-catalogs");

    string Write(string name, string text)
    {
        var path = Path.Combine(_data.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    async Task<JsonElement> JsonAsync(params string[] words)
    {
        var run = await RunAsync([.. words, "--json"]);
        Assert.True(run.ExitCode == 0, $"{run.Error}{run.Out}");
        return JsonDocument.Parse(run.Out).RootElement.Clone();
    }

    Task<CliRun> RunAsync(params string[] words) => CliRun.OfAsync([.. words, "--data", _data.Path]);
}
