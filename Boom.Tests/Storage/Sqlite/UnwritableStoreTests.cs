using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>A store on a disk that cannot be written, and a store that is damaged.</summary>
public sealed class UnwritableStoreTests : IDisposable
{
    readonly SqliteFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static AlertBatch Batch() => new(
        Survey.Ztf,
        [.. Enumerable.Range(0, 400).Select(candid => StoreDocuments.Alert(candid, $"ZTF26{candid}"))],
        [.. Enumerable.Range(0, 400).Select(offset => new LedgerEntry(StoreDocuments.Origin(offset), PacketOutcome.Stored))],
        []);

    public void Dispose() => _folder.Dispose();

    SqliteStore OpenUnwritable() => SqliteStore.OpenUnwritable(new SqliteStoreOptions { Path = _folder.Path });

    async Task FillAsync()
    {
        using var store = _folder.Open();
        await store.WriteAsync(Batch(), Token);
    }

    [Fact]
    public async Task OpenUnwritable_ClosedStore_AnswersLookUpsAndMakesNoFile()
    {
        await FillAsync();
        using (var store = OpenUnwritable())
        {
            Assert.Single(await store.ReadAlertsAsync(Survey.Ztf, [7], Token));
            Assert.Single(await store.ReadLedgerAsync(null, Token));
            Assert.Equal(400, (await store.CountAsync(Survey.Ztf, Token)).Alerts);
        }

        Assert.Equal([_folder.Path], Directory.GetFiles(Path.GetDirectoryName(_folder.Path)!));
    }

    [Fact]
    public async Task OpenUnwritable_Written_SaysThatItCannotBe()
    {
        await FillAsync();
        using var store = OpenUnwritable();

        var batch = new AlertBatch(Survey.Ztf, [StoreDocuments.Alert(400, "ZTF26400")], [], []);

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(async () => await store.WriteAsync(batch, Token));

        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenUnwritable_RunHasNotEndedCleanly_SaysWhatToDo()
    {
        using var store = _folder.Open();
        await store.WriteAsync(Batch(), Token);

        Assert.Contains("copy its folder", Assert.Throws<PermanentFaultException>(OpenUnwritable).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindDamage_SoundStore_IsNull()
    {
        await FillAsync();
        using var store = _folder.Open();

        Assert.Null(store.FindDamage(Token));
    }

    [Fact]
    public async Task FindDamage_PageOverwritten_TellsIt()
    {
        await FillAsync();
        long page;
        using (var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(1)))
            page = database.ReadInt64("SELECT rootpage FROM sqlite_master WHERE name = 'ledger'");
        using (var file = File.OpenWrite(_folder.Path))
        {
            // A table that opening the store does not read.
            file.Position = (page - 1) * 16384;
            file.Write(new byte[16384]);
        }

        using var store = _folder.Open();

        Assert.False(string.IsNullOrEmpty(store.FindDamage(Token)));
    }
}
