using Boom.Embedded;
using Boom.Embedded.Accounts;
using Boom.Messaging.Kafka;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Embedded.Accounts;

public sealed class EnrichmentFindingsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindAsync_QueueServerIsAway_SaysThatNobodyLooked()
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = StoreSession.FileOf(_folder.Path) });
        var servers = new ServerSettings(null, "127.0.0.1:1,connectTimeout=200,connectRetry=1", "Data Source=none", new KafkaSecurity());

        var finding = Assert.Single(await EnrichmentFindings.FindAsync(servers, store, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.StartsWith("Whether every alert is on its way to the enricher was not looked at. The queue server 127.0.0.1:1 does not answer", finding, StringComparison.Ordinal);
    }
}
