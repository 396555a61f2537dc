using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Embedded.Accounts;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Embedded.Accounts;

public sealed class DueAtFiltersTests : IDisposable
{
    static readonly string Sentence = $"ZTF: {TotalAccount.Count(25_000)} alerts wait for the filters: filter workers take them.";

    readonly TemporaryFolder _folder = new();
    readonly SqliteStore _store;

    public DueAtFiltersTests() => _store = SqliteStore.Open(new SqliteStoreOptions { Path = StoreSession.FileOf(_folder.Path) });

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task FindAsync_NothingIsDue_SaysNothing() => Assert.Empty(await FindAsync(valkey: null));

    [Fact]
    public async Task FindAsync_MoreThanAPageIsDue_CountsAll()
    {
        await AddAsync(25_000);

        Assert.Equal(Sentence, Assert.Single(await FindAsync(valkey: null)).ToString());
    }

    [Fact]
    public async Task FindAsync_QueueServerIsThere_CountsTheQueueAsWell()
    {
        await AddAsync(1);
        using var server = EmbeddedQueueServer.Start();
        var servers = Servers(server.ConnectionString);
        await using (var queues = await ServerQueues.ConnectAsync(servers, TimeProvider.System))
            await queues.Filter(Survey.Ztf).PushAsync([Message(1), Message(2)], Token);

        var due = Assert.Single(await DueAtFilters.FindAsync(servers, _store, TimeProvider.System, Token));

        Assert.Equal("ZTF: 1 alert waits for the filters: filter workers take them. The filter queue has 2.", due.ToString());
    }

    [Fact]
    public async Task FindAsync_QueueServerIsAway_CountsWhatIsDue()
    {
        await AddAsync(25_000);

        Assert.Equal(Sentence, Assert.Single(await FindAsync("127.0.0.1:1,connectTimeout=200,connectRetry=1")).ToString());
    }

    static QueueMessage Message(int number) => new(new PacketOrigin("t", 0, number, 0), null, new byte[8]);

    static ServerSettings Servers(string? valkey) => new(null, valkey, valkey is null ? null : "Data Source=none", new KafkaSecurity());

    Task<IReadOnlyList<DueAtFilters>> FindAsync(string? valkey) => DueAtFilters.FindAsync(Servers(valkey), _store, TimeProvider.System, Token);

    ValueTask AddAsync(int count) => _store.AddDueAsync(Survey.Ztf, [.. Enumerable.Range(0, count).Select(number => (long)number)], Token);
}
