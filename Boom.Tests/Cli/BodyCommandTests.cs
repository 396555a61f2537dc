using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Cli;

/// <summary><c>boom object</c> of bodies of the solar system, by the names that people know them under.</summary>
public sealed class BodyCommandTests : IDisposable
{
    const long Number = 21165827767284820;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sso21165827767284820")]
    [InlineData("21165827767284820")]
    [InlineData("2025 MT534")]
    [InlineData("2025MT534")]
    [InlineData("2025 mt534")]
    [InlineData(" 2025  mt534 ")]
    public async Task Object_BodyByAnyOfItsNames_IsShownWithItsDesignation(string name)
    {
        await StoreAsync(Alert(1, $"sso{Number}", "2025 MT534"));

        var run = await CliRun.OfAsync("object", name, "--data", _folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"sso{Number}  (LSST)\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n  designation  2025 MT534\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_NumberOfBodyAndOfObject_IsTheObject()
    {
        await StoreAsync(Alert(1, $"sso{Number}", "2025 MT534"), StoreDocuments.Alert(2, $"{Number}"));

        var run = await CliRun.OfAsync("object", $"{Number}", "--data", _folder.Path);

        Assert.StartsWith($"{Number}  (LSST)\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_DesignationOfNoBody_IsBadNewsInOneSentence()
    {
        await StoreAsync(Alert(1, $"sso{Number}", "2025 MT534"));

        var run = await CliRun.OfAsync("object", "2025 mt53", "--data", _folder.Path);

        Assert.Equal((1, $"No object 2025 mt53 is stored in {_folder.Path}.\n"), (run.ExitCode, run.Error));
    }

    static AlertWrite Alert(long candid, string objectId, string designation) =>
        StoreDocuments.Alert(candid, objectId, set: new BsonDocument { { "designation", designation }, { "updated_at", 1.0 } });

    async Task StoreAsync(params AlertWrite[] alerts)
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = StoreSession.FileOf(_folder.Path) });
        await store.WriteAsync(new AlertBatch(Survey.Lsst, alerts, [], []), TestContext.Current.CancellationToken);
    }
}
