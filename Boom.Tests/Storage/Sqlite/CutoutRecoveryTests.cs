using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>Cutouts that a power cut took although the rows of their alerts were kept, and cutouts damaged later.</summary>
public sealed class CutoutRecoveryTests : IDisposable
{
    readonly SqliteFolder _folder = new();
    readonly SqliteFolder _after = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _after.Dispose();
    }

    static AlertWrite Alert(long candid)
    {
        var alert = StoreDocuments.Alert(candid, $"ZTF26{candid / 5}");
        var document = StoreDocuments.Parse(alert.AlertDocument.ToArray());
        document["boom"] = new BsonDocument("ingest", new BsonDocument
        {
            { "topic", alert.Origin.Topic }, { "partition", alert.Origin.Partition }, { "offset", alert.Origin.Offset },
        });
        return alert with { AlertDocument = document.ToBson() };
    }

    static AlertBatch Batch(int first, int count)
    {
        var alerts = Enumerable.Range(first, count).Select(candid => Alert(candid)).ToArray();
        return new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);
    }

    static string Segment(SqliteFolder folder) => Assert.Single(Directory.GetFiles(folder.Cutouts));

    /// <summary>Ten alerts on the disk for certain, ten more of which the last <paramref name="lost"/> have lost their cutouts.</summary>
    async Task CutPowerAsync(int lost)
    {
        using (var first = _folder.Open())
            await first.WriteAsync(Batch(0, 10), Token);
        using var store = _folder.Open();
        await store.WriteAsync(Batch(10, 10), Token);
        _folder.CopyTo(_after);
        using var segment = File.OpenWrite(Segment(_after));
        var bytes = (int)(segment.Length / 20 * lost);
        segment.Position = segment.Length - bytes;
        segment.Write(new byte[bytes]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Open_CutoutsLost_TakesTheirAlertsBackAndNoOthers(int lost)
    {
        await CutPowerAsync(lost);

        using var store = _after.Open();

        Assert.Equal(lost, store.Recovered);
        var stored = await store.FindAlertsAsync(Survey.Ztf, [.. Enumerable.Range(0, 20).Select(candid => (long)candid)], Token);
        Assert.Equal(Enumerable.Range(0, 20 - lost).Select(candid => (long)candid), stored.Keys.Order());
        var ledger = Assert.Single(await store.ReadLedgerAsync(StoreDocuments.Topic, Token));
        Assert.Equal(20 - lost, ledger.Count(PacketOutcome.Stored));
        Assert.Null(store.FindDamage(Token));
    }

    [Fact]
    public async Task Open_CutoutsLostAndPacketsReadAgain_IsAsIfNothingHadHappened()
    {
        await CutPowerAsync(4);
        using var store = _after.Open();

        Assert.Empty(await store.WriteAsync(Batch(10, 10), Token));

        using var undisturbed = _folder.Open();
        Assert.Equal(await undisturbed.CountAsync(Survey.Ztf, Token), await store.CountAsync(Survey.Ztf, Token));
        Assert.Equal(Assert.Single(await undisturbed.ReadLedgerAsync(null, Token)).Ranges, Assert.Single(await store.ReadLedgerAsync(null, Token)).Ranges);
        for (var candid = 0; candid < 20; candid++)
        {
            Assert.Equal(await undisturbed.ReadCutoutsAsync(Survey.Ztf, candid, Token), await store.ReadCutoutsAsync(Survey.Ztf, candid, Token));
            Assert.Equal(await LightCurveAsync(undisturbed, candid), await LightCurveAsync(store, candid));
        }
    }

    static async Task<BsonValue> LightCurveAsync(SqliteStore store, long candid)
    {
        var id = $"ZTF26{candid / 5}";
        return StoreDocuments.Parse((await store.ReadObjectsAsync(Survey.Ztf, [id], Token))[id])["prv_candidates"];
    }

    [Fact]
    public async Task Open_SecondTime_HasNothingToRecover()
    {
        await CutPowerAsync(4);
        using (_after.Open())
        {
        }

        using var again = _after.Open();

        Assert.Equal(0, again.Recovered);
    }

    [Fact]
    public async Task Open_ForLookUps_ChangesNothing()
    {
        await CutPowerAsync(4);

        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = _after.Path, CreateIfMissing = false, Recover = false });

        Assert.Equal(20, (await store.CountAsync(Survey.Ztf, Token)).Alerts);
    }

    [Fact]
    public async Task ReadCutoutsAsync_DamagedLongAfter_NamesAlertAndFile()
    {
        using (var store = _folder.Open())
            await store.WriteAsync(Batch(0, 3), Token);
        using (var segment = File.OpenWrite(Segment(_folder)))
            segment.WriteByte(99);

        using var again = _folder.Open();
        var fault = await Assert.ThrowsAsync<PermanentFaultException>(async () => await again.ReadCutoutsAsync(Survey.Ztf, 0, Token));

        Assert.Equal(0, again.Recovered);
        Assert.Contains("alert 0 ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(Segment(_folder), fault.Message, StringComparison.Ordinal);
        Assert.Contains("such damage: 1", again.FindDamage(Token), StringComparison.Ordinal);
        Assert.NotNull(await again.ReadCutoutsAsync(Survey.Ztf, 1, Token));
    }

    [Fact]
    public async Task ReadCutoutsAsync_OneOfManyIsDamaged_ItIsNullAndTheOthersAreThere()
    {
        using (var store = _folder.Open())
            await store.WriteAsync(Batch(0, 3), Token);
        using (var segment = File.OpenWrite(Segment(_folder)))
            segment.WriteByte(99);

        using var again = _folder.Open();
        using var found = await again.ReadCutoutsAsync(Survey.Ztf, [0, 1, 2], Token);

        Assert.Null(found[0]);
        Assert.False(found[1]!.Value.IsEmpty);
        Assert.False(found[2]!.Value.IsEmpty);
    }

    [Fact]
    public async Task WriteAsync_PastTheFlushSize_NotesWhatIsOnTheDisk()
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = _folder.Path, FlushBytes = 1, SegmentBytes = 100 });
        using var look = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        var written = 0;
        while (written < 100 || look.ReadInt64("SELECT id FROM cutouts_flushed") == 0)
            await store.WriteAsync(Batch((written += 10) - 10, 10), Token);
        _folder.CopyTo(_after);
        foreach (var segment in Directory.GetFiles(_after.Cutouts))
            File.Delete(segment);

        using var after = _after.Open();

        // At least what was noted stays, so that not the whole night is read again.
        Assert.InRange(after.Recovered, 0, written - 10);
    }

    [Fact]
    public async Task WriteAsync_AlertRefusedBesideOthers_LeavesNoGapThatHarms()
    {
        using var store = _folder.Open();
        store.LimitPages(1);
        await Assert.ThrowsAsync<TransientFaultException>(async () => await store.WriteAsync(
            Batch(0, 3) with { DeadLetters = [], Alerts = [Alert(0), Alert(1) with { AlertDocument = StoreDocuments.Padding(4 << 20) }] }, Token));
        store.LimitPages(int.MaxValue - 1);
        await store.WriteAsync(Batch(0, 3), Token);

        Assert.Null(store.FindDamage(Token));
        Assert.Equal(Alert(2).CutoutsDocument.ToArray(), await store.ReadCutoutsAsync(Survey.Ztf, 2, Token));
    }
}
