using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>What becomes of the segments when cutouts are removed.</summary>
public sealed class SqliteRetentionTests : IDisposable
{
    readonly SqliteFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    // Two or three documents to a segment.
    SqliteStore Open() => SqliteStore.Open(new SqliteStoreOptions { Path = _folder.Path, SegmentBytes = 100 });

    string[] Segments => [.. Directory.GetFiles(_folder.Cutouts).Select(path => Path.GetExtension(path)[1..].TrimStart('0')).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task RemoveCutoutsAsync_SegmentsThatAreEmpty_AreDeletedButForTheLast()
    {
        using var store = Open();
        await WriteAsync(store, 1, 10);
        var before = Segments;
        await EnrichAsync(store, 1, 10);

        await RemoveAsync(store);

        Assert.True(before.Length > 2);
        Assert.Equal([before[^1]], Segments);
        Assert.Equal(1, (await store.CountAsync(Survey.Ztf, Token)).Cutouts);
        Assert.Null(store.FindDamage(Token));
    }

    [Fact]
    public async Task RemoveCutoutsAsync_OneThatWaits_KeepsItsSegmentAlone()
    {
        using var store = Open();
        await WriteAsync(store, 1, 9);
        var before = Segments;
        await EnrichAsync(store, 1, 3);
        await EnrichAsync(store, 5, 9);

        await RemoveAsync(store, limit: 2);

        Assert.Equal(2, Segments.Length);
        Assert.Contains(before[^1], Segments);
        Assert.NotNull(await store.ReadCutoutsAsync(Survey.Ztf, 4, Token));
        Assert.Null(store.FindDamage(Token));
    }

    [Fact]
    public async Task RemoveCutoutsAsync_ReaderOfAnOlderState_SegmentsWaitForTheNextWalk()
    {
        using var store = Open();
        await WriteAsync(store, 1, 10);
        var before = Segments;
        await EnrichAsync(store, 1, 10);
        using (var reader = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.Zero))
        {
            reader.Execute("BEGIN");
            reader.ReadInt64("SELECT COUNT(*) FROM ZTF_alerts");
            await RemoveAsync(store);
            Assert.Equal(before, Segments);
        }

        await RemoveAsync(store);

        Assert.Equal([before[^1]], Segments);
    }

    [Fact]
    public async Task RemoveCutoutsAsync_ThenMoreComes_SurvivesARestart()
    {
        using (var store = Open())
        {
            await WriteAsync(store, 1, 10);
            await EnrichAsync(store, 1, 10);
            await RemoveAsync(store);
            await WriteAsync(store, 11, 14);
        }

        using var again = Open();

        Assert.Equal(0, again.Recovered);
        Assert.Null(again.FindDamage(Token));
        for (var candid = 11; candid <= 14; candid++)
            Assert.NotNull(await again.ReadCutoutsAsync(Survey.Ztf, candid, Token));
    }

    [Fact]
    public async Task RemoveCutoutsAsync_PowerCutTakesTheNextCutouts_TheirAlertsComeAgain()
    {
        using var store = Open();
        await WriteAsync(store, 1, 10);
        await EnrichAsync(store, 1, 10);
        await RemoveAsync(store);
        await WriteAsync(store, 11, 12);
        using var other = new SqliteFolder();
        _folder.CopyTo(other);
        foreach (var file in Directory.GetFiles(other.Cutouts).Order(StringComparer.Ordinal).TakeLast(1))
            File.WriteAllBytes(file, []);

        using var after = SqliteStore.Open(new SqliteStoreOptions { Path = other.Path, SegmentBytes = 100 });

        Assert.True(after.Recovered > 0);
        Assert.DoesNotContain(12, (await after.FindAlertsAsync(Survey.Ztf, [12], Token)).Keys);
    }

    [Fact]
    public async Task RemoveAlertsAsync_All_FileAndCountsAreSound()
    {
        using var store = Open();
        await WriteAsync(store, 1, 10);
        await EnrichAsync(store, 1, 10);

        Assert.Equal(10, (await store.RemoveAlertsAsync(Survey.Ztf, DateTimeOffset.MaxValue, null, 100, Token)).Removed);
        await WriteAsync(store, 11, 12);
        await RemoveAsync(store);

        Assert.Null(store.FindDamage(Token));
        Assert.Equal(new StoreCounts(2, 0, 1, 2, 0), await store.CountAsync(Survey.Ztf, Token));
    }

    [Fact]
    public async Task CountRemovedAlertsAsync_StoreOfAProgramBefore_IsNone()
    {
        using var store = Open();

        Assert.Equal(0, await store.CountRemovedAlertsAsync(Survey.Ztf, Token));
    }

    static async Task WriteAsync(SqliteStore store, int first, int last)
    {
        for (var candid = first; candid <= last; candid++)
            await store.WriteAsync(new AlertBatch(Survey.Ztf, [Alert(candid)], [new LedgerEntry(Origin(candid), PacketOutcome.Stored)], []), Token);
    }

    static async Task EnrichAsync(SqliteStore store, int first, int last)
    {
        for (var candid = first; candid <= last; candid++)
            await store.WriteEnrichmentsAsync(Survey.Ztf, [new(candid, new BsonDocument("x", 1).ToBson())], Token);
    }

    static async Task RemoveAsync(SqliteStore store, int limit = 100)
    {
        for (string? cursor = null; ;)
        {
            cursor = (await store.RemoveCutoutsAsync(Survey.Ztf, DateTimeOffset.MaxValue, cursor, limit, Token)).Cursor;
            if (cursor is null)
                return;
        }
    }
}
