using System.Text.Json;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli;

/// <summary>What waits is no bad news.</summary>
[Collection(Embedded.EmbeddedServersGroup.Name)]
public sealed class AuditTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly SqliteStore _store;

    public AuditTests() => _store = SqliteStore.Open(new SqliteStoreOptions { Path = StoreSession.FileOf(_folder.Path) });

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Audit_AlertsWaitForTheFilters_SaysSoAndIsContent()
    {
        await AddDueAsync();

        var run = await CliRun.OfAsync("audit", "--data", _folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("\nLSST: 3 alerts wait for the filters: filter workers take them.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_Json_CountsThemBySurvey()
    {
        await AddDueAsync();

        using var answer = JsonDocument.Parse((await CliRun.OfAsync("audit", "--json", "--data", _folder.Path)).Out);

        var due = Assert.Single(answer.RootElement.GetProperty("dueAtFilters").EnumerateObject());
        Assert.Equal(("LSST", 3), (due.Name, due.Value.GetProperty("alerts").GetInt64()));
        Assert.False(due.Value.TryGetProperty("queued", out _));
    }

    ValueTask AddDueAsync() => _store.AddDueAsync(Survey.Lsst, [1, 2, 3], TestContext.Current.CancellationToken);
}
