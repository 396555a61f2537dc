using System.Diagnostics;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>What only a file can suffer, and the play journal.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    readonly SqliteFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static AlertBatch Batch(params AlertWrite[] alerts)
        => new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_ExistingFile_FindsEverything()
    {
        using (var store = _folder.Open())
            await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token);
        using var again = _folder.Open();
        Assert.Single(await again.ReadAlertsAsync(Survey.Ztf, [1], Token));
        Assert.Single(await again.ReadLedgerAsync(null, Token));
    }

    [Fact]
    public async Task Open_FileCopiedInFlight_HoldsWholeBatchesOnly()
    {
        // A copy of file and log is what a killed process leaves behind.
        using var store = _folder.Open();
        using var crashed = new SqliteFolder();
        for (var batch = 0; batch < 5; batch++)
        {
            var alerts = Enumerable.Range(batch * 10, 10).Select(candid => StoreDocuments.Alert(candid, $"ZTF26{candid % 3}")).ToArray();
            await store.WriteAsync(Batch(alerts), Token);
        }

        var log = await File.ReadAllBytesAsync(_folder.Path + "-wal", Token);
        File.Copy(_folder.Path, crashed.Path);
        _folder.CopyCutoutsTo(crashed);
        for (var kept = log.Length; kept > 0; kept -= Math.Max(1, log.Length / 37))
        {
            await File.WriteAllBytesAsync(crashed.Path + "-wal", log[..kept], Token);
            File.Copy(_folder.Path, crashed.Path, overwrite: true);
            using var recovered = crashed.Open();
            var stored = await recovered.FindAlertsAsync(Survey.Ztf, [.. Enumerable.Range(0, 50).Select(candid => (long)candid)], Token);
            var ledger = await recovered.ReadLedgerAsync(null, Token);
            var accounted = ledger.Sum(partition => partition.Count(PacketOutcome.Stored));
            Assert.Equal(0, stored.Count % 10);
            Assert.Equal(stored.Count, accounted);
            Assert.Equal(stored.Count, (await recovered.CountAsync(Survey.Ztf, Token)).Cutouts);
        }
    }

    [Fact]
    public void Open_NotADatabase_SaysSo()
    {
        File.WriteAllText(_folder.Path, new string('x', 5000));
        var error = Assert.Throws<PermanentFaultException>(() => _folder.Open());
        Assert.Contains("is not a store of Boom", error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_SaysSoAndLeavesIt()
    {
        using (var other = SqliteDatabase.Open(_folder.Path, create: true, TimeSpan.Zero))
            other.Execute("CREATE TABLE songs(title TEXT)");
        var before = File.ReadAllBytes(_folder.Path);
        var error = Assert.Throws<PermanentFaultException>(() => _folder.Open());
        Assert.Contains("of another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.Path));
    }

    [Fact]
    public void Open_LaterVersion_SaysSo()
    {
        _folder.Open().Dispose();
        using (var later = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.Zero))
            later.Execute("PRAGMA user_version = 99");
        var error = Assert.Throws<PermanentFaultException>(() => _folder.Open());
        Assert.Contains("version 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFile_SaysSo()
    {
        var options = new SqliteStoreOptions { Path = _folder.Path, CreateIfMissing = false };
        var error = Assert.Throws<PermanentFaultException>(() => SqliteStore.Open(options));
        Assert.Contains("There is no store", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFolder_SaysSo()
    {
        var options = new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "nowhere", "boom.db") };
        var error = Assert.Throws<PermanentFaultException>(() => SqliteStore.Open(options));
        Assert.Contains("cannot be opened", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_AnotherProgramHoldsTheFile_IsTransient()
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = _folder.Path, BusyTimeout = TimeSpan.FromMilliseconds(10) });
        using var other = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.Zero);
        other.Execute("BEGIN IMMEDIATE");
        await Assert.ThrowsAsync<TransientFaultException>(async () => await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token));
        other.Execute("ROLLBACK");
        Assert.Empty(await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token));
    }

    [Fact]
    public async Task WriteAsync_FullDisk_IsTransientAndLeavesNothing()
    {
        using var store = _folder.Open();
        await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token);
        store.LimitPages(1);
        var big = StoreDocuments.Alert(2) with { AlertDocument = StoreDocuments.Padding(4 << 20) };
        var fault = await Assert.ThrowsAsync<TransientFaultException>(async () => await store.WriteAsync(Batch(big), Token));
        Assert.Contains("full", fault.Message, StringComparison.Ordinal);
        Assert.Equal(new StoreCounts(1, 0, 1, 1, 0), await store.CountAsync(Survey.Ztf, Token));
        store.LimitPages(int.MaxValue - 1);
        Assert.Empty(await store.WriteAsync(Batch(big), Token));
    }

    [Fact]
    public async Task WriteAsync_LongNight_LogStaysBounded()
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = _folder.Path, MaxLogBytes = 8 << 20 });
        for (var batch = 0; batch < 60; batch++)
            await store.WriteAsync(Batch(StoreDocuments.Alert(batch) with { AlertDocument = StoreDocuments.Padding(1 << 20) }), Token);
        Assert.InRange(new FileInfo(_folder.Path + "-wal").Length, 0, 10 << 20);
    }

    [Fact]
    public async Task RecordAsync_ManyRanges_StaysQuick()
    {
        using var store = _folder.Open();
        await store.RecordAsync([.. Enumerable.Range(0, 20_000).Select(i => Entry(2 * i))], Token);
        var watch = Stopwatch.StartNew();
        await store.RecordAsync([.. Enumerable.Range(0, 500).Select(i => Entry((40 * i) + 1))], Token);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
        Assert.Equal(19_500, (await store.ReadLedgerAsync(null, Token)).Single().Ranges.Count);

        static LedgerEntry Entry(long offset) => new(StoreDocuments.Origin(offset), PacketOutcome.Stored);
    }

    [Fact]
    public async Task Plays_BeginAndAdvance_FollowOneAnotherPerTopic()
    {
        using var store = _folder.Open();
        var first = await store.BeginPlayAsync("a", 4, "simulation 1", Token);
        Assert.Equal(0, first.FirstSequence);
        await store.AdvancePlayAsync(first.Id, 100, finished: true, Token);
        await store.AdvancePlayAsync(first.Id, 60, finished: true, Token);
        var second = await store.BeginPlayAsync("a", 4, "simulation 2", Token);
        var other = await store.BeginPlayAsync("b", 2, "files", Token);

        Assert.Equal(60, second.FirstSequence);
        Assert.Equal([first with { Published = 60, Finished = true }, second, other], await store.ReadPlaysAsync(Token));
        Assert.Equal(0, other.FirstSequence);
        await Assert.ThrowsAsync<PermanentFaultException>(async () => await store.BeginPlayAsync("a", 5, "x", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AdvancePlayAsync(99, 1, false, Token));
    }
}
