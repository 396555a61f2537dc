using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

public sealed class SqliteUpgradeTests : IDisposable
{
    readonly SqliteFolder _folder = new();

    static readonly LedgerEntry[] Entries =
        [new(StoreDocuments.Origin(0), PacketOutcome.Stored), new(StoreDocuments.Origin(1), PacketOutcome.Duplicate)];

    [Fact]
    public async Task Open_StoreOfTheVersionBefore_UpgradesItAndKeepsACopyOfTheSmallTables()
    {
        await MakeVersionBeforeAsync();

        using (var store = _folder.Open())
        {
            await store.RecordAsync([new(StoreDocuments.Origin(2), PacketOutcome.Stored, 7)], CancellationToken.None);
            var partition = Assert.Single(await store.ReadLedgerAsync(null, CancellationToken.None));
            Assert.Equal(3, partition.FirstGap());
            Assert.Equal(2, partition.LastPacket?.Offset);
        }

        using var copy = SqliteDatabase.Open(SqliteUpgrade.CopyOf(_folder.Path), create: false, TimeSpan.FromSeconds(1));
        Assert.Equal(2, copy.ReadInt64("SELECT COUNT(*) FROM ledger"));
    }

    [Fact]
    public async Task Open_EnrichedAlertsWithoutNulls_GetThemWhereverTheUpgradeEnded()
    {
        await MakeVersionBeforeAsync(enriched: 3);
        using (var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(1)))
        {
            // As a program leaves it that died after the first alert.
            database.Execute(SqliteSchema.AddedTables);
            database.Execute("INSERT INTO upgrades VALUES ('ZTF', 1)");
            database.Execute(FormattableString.Invariant($"PRAGMA user_version = {SqliteSchema.Version}"));
        }

        using var store = _folder.Open();
        var alerts = await store.ReadAlertsAsync(Survey.Ztf, [1, 2, 3], CancellationToken.None);

        Assert.Equal([false, true, true], alerts.OrderBy(alert => alert.Key).Select(alert => HasNull(alert.Value)));
    }

    [Fact]
    public async Task Open_UpgradeThatEndedAfterTheCopy_GoesOn()
    {
        await MakeVersionBeforeAsync();
        using (var half = SqliteDatabase.Open(SqliteUpgrade.CopyOf(_folder.Path), create: true, TimeSpan.FromSeconds(1)))
            half.Execute("CREATE TABLE ledger(topic, partition, first, last, outcome)");

        using var store = _folder.Open();

        Assert.Single(await store.ReadLedgerAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task Open_ProgramOfTheVersionBeforeHasItOpen_BothGoOn()
    {
        await MakeVersionBeforeAsync();
        using var before = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        Assert.Equal(2, before.ReadInt64("SELECT COUNT(*) FROM ledger"));

        using var store = _folder.Open();
        before.Execute("INSERT INTO ledger VALUES ('t', 0, 0, 9, 0)");

        Assert.Equal(2, (await store.ReadLedgerAsync(null, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task OpenUnwritable_StoreOfTheVersionBefore_ReadsIt()
    {
        await MakeVersionBeforeAsync();

        using var store = SqliteStore.OpenUnwritable(new SqliteStoreOptions { Path = _folder.Path });

        Assert.Single(await store.ReadLedgerAsync(null, CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Whether the properties say that there is no photometry of a band.</summary>
    static bool HasNull(byte[] alert)
    {
        var properties = BsonSerializer.Deserialize<BsonDocument>(alert)["properties"].AsBsonDocument;
        return properties["photstats"].AsBsonDocument.TryGetValue("g", out var band) && band.IsBsonNull;
    }

    async Task MakeVersionBeforeAsync(int enriched = 0)
    {
        using (var store = _folder.Open())
        {
            await store.RecordAsync(Entries, CancellationToken.None);
            for (var candid = 1; candid <= enriched; candid++)
            {
                var set = new BsonDocument("properties", new BsonDocument { { "rock", false }, { "photstats", new BsonDocument() } });
                await store.WriteAsync(new AlertBatch(Survey.Ztf, [StoreDocuments.Alert(candid)], [], []), CancellationToken.None);
                await store.WriteEnrichmentsAsync(Survey.Ztf, [new(candid, set.ToBson())], CancellationToken.None);
            }
        }

        using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(1));
        database.Execute(FormattableString.Invariant($"DROP TABLE ledger_partitions; DROP TABLE upgrades; PRAGMA user_version = {SqliteSchema.Version - 1}"));
        database.Checkpoint();
    }
}
