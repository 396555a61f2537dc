using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Accounts;
using Boom.Storage.Sqlite;
using Boom.Tests.Storage.Sqlite;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Embedded.Accounts;

public sealed class AuditFindingsTests : IDisposable
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly SqliteFolder _folder = new();
    readonly SqliteStore _store;

    public AuditFindingsTests() => _store = _folder.Open();

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task FindAsync_AllBalances_FindsNothing()
    {
        await WriteAsync(Entry(0, PacketOutcome.Stored), Entry(1, PacketOutcome.DeadLettered));
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, [Alert(0)], [], [Letter(1)]), Token);

        Assert.Empty(await FindAsync(published: 2));
    }

    [Fact]
    public async Task FindAsync_PacketsWithoutOutcome_NamesThePartition()
    {
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, [Alert(0)], [Entry(0, PacketOutcome.Stored)], []), Token);

        Assert.Equal([$"{Topic}[0]: 4 packets unaccounted for."], await FindAsync(published: 5));
    }

    [Fact]
    public async Task FindAsync_FewerAlertsThanStoredPackets_SaysHowMany()
    {
        await WriteAsync(Entry(0, PacketOutcome.Stored), Entry(1, PacketOutcome.Stored));
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, [Alert(0)], [], []), Token);

        Assert.Equal(
            ["ZTF: the ledger says that 2 packets brought alerts, and the store has only 1."], await FindAsync(published: 2));
    }

    [Fact]
    public async Task FindAsync_AlertsWereRemovedByTheRetention_FindsOnlyWhatIsMissingBesides()
    {
        await WriteAsync(Entry(0, PacketOutcome.Stored), Entry(1, PacketOutcome.Stored));
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, [Alert(0), Alert(1)], [], []), Token);
        await _store.WriteEnrichmentsAsync(Survey.Ztf, [new(0, new BsonDocument("x", 1).ToBson())], Token);
        Assert.Equal(1, (await _store.RemoveAlertsAsync(Survey.Ztf, DateTimeOffset.MaxValue, null, 10, Token)).Removed);
        Assert.Empty(await FindAsync(published: 2));

        await WriteAsync(Entry(2, PacketOutcome.Stored));

        Assert.Equal(
            ["ZTF: the ledger says that 3 packets brought alerts, and the store has only 1 beside 1 that the retention has removed."], await FindAsync(published: 3));
    }

    [Fact]
    public async Task FindAsync_LettersGone_NamesPartitionAndOffsets()
    {
        await WriteAsync([.. Enumerable.Range(0, 8).Select(offset => Entry(offset, PacketOutcome.DeadLettered))]);
        await _store.AddDeadLettersAsync([Letter(3)], Token);

        Assert.Equal([$"{Topic}[0]: the dead letters of 7 packets are gone (offsets 0, 1, 2, 4, 5, …)."], await FindAsync(published: 8));
    }

    async Task WriteAsync(params LedgerEntry[] entries) => await _store.RecordAsync(entries, Token);

    static LedgerEntry Entry(long offset, PacketOutcome outcome) => new(Origin(offset), outcome);

    static DeadLetter Letter(long offset) => new(
        DeadLetter.IdOf(DeadLetterStages.Alert, Origin(offset)), Survey.Ztf, DeadLetterStages.Alert, "avro", "It ends early.", 1, Origin(offset),
        null, null, 1, default);

    async Task<IReadOnlyList<string>> FindAsync(long published)
    {
        var account = TotalAccount.Compute(
            [new PublishedRange(Topic, 0, 0, published, published)], await _store.ReadLedgerAsync(null, Token), new Dictionary<string, long>());
        return await AuditFindings.FindAsync(_store, _store, account, Token);
    }
}
