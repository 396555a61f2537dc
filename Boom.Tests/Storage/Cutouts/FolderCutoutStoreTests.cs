using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Tests.Contracts;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Storage.Cutouts;

public sealed class FolderCutoutStoreTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FolderCutoutStore _store;

    public FolderCutoutStoreTests() => _store = new(Path.Combine(_folder.Path, "cutouts"));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PutAsync_Alerts_AreReadBackByCandid()
    {
        AlertWrite[] alerts = [StoreDocuments.Alert(1), StoreDocuments.Alert(2) with { CutoutsDocument = default }, StoreDocuments.Alert(long.MaxValue)];
        await _store.PutAsync(Survey.Ztf, alerts, Token);
        Assert.Equal(alerts[0].CutoutsDocument.ToArray(), await _store.ReadAsync(Survey.Ztf, 1, Token));
        Assert.Equal(alerts[2].CutoutsDocument.ToArray(), await _store.ReadAsync(Survey.Ztf, long.MaxValue, Token));
        Assert.Null(await _store.ReadAsync(Survey.Ztf, 2, Token));
        Assert.Null(await _store.ReadAsync(Survey.Lsst, 1, Token));
        Assert.Equal(2, await _store.CountAsync(Survey.Ztf, Token));
        Assert.Equal(0, await _store.CountAsync(Survey.Lsst, Token));
    }

    [Fact]
    public async Task RemoveAsync_SomeAndOneThatIsNotThere_LeavesTheOthers()
    {
        await _store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1), StoreDocuments.Alert(3), StoreDocuments.Alert(5)], Token);

        Assert.Equal(2, await _store.RemoveAsync(Survey.Ztf, [1, 2, 5], Token));

        Assert.Equal(1, await _store.CountAsync(Survey.Ztf, Token));
        Assert.NotNull(await _store.ReadAsync(Survey.Ztf, 3, Token));
    }

    [Fact]
    public async Task PutAsync_CutoutsThatAreThere_StayAsTheyAre()
    {
        var first = StoreDocuments.Alert(1);
        await _store.PutAsync(Survey.Ztf, [first], Token);
        await _store.PutAsync(Survey.Ztf, [first with { CutoutsDocument = StoreDocuments.Padding(10) }], Token);
        Assert.Equal(first.CutoutsDocument.ToArray(), await _store.ReadAsync(Survey.Ztf, 1, Token));
    }

    [Fact]
    public async Task PutAsync_ManyWritersOfTheSame_LeaveWholeFilesOnly()
    {
        var alerts = Enumerable.Range(0, 40).Select(candid => StoreDocuments.Alert(candid)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _store.PutAsync(Survey.Ztf, alerts, Token))));
        Assert.Equal(40, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length);
        foreach (var alert in alerts)
            Assert.Equal(alert.CutoutsDocument.ToArray(), await _store.ReadAsync(Survey.Ztf, alert.Candid, Token));
    }

    [Fact]
    public async Task ReadAsync_FileCutShort_NamesIt()
    {
        await _store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1)], Token);
        var path = _store.PathOf(Survey.Ztf, 1);
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Token))[..^3], Token);
        var error = await Assert.ThrowsAsync<PermanentFaultException>(() => _store.ReadAsync(Survey.Ztf, 1, Token));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_ManyOneOfThemCutShort_ItIsNullAndTheOthersAreThere()
    {
        await _store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1), StoreDocuments.Alert(2)], Token);
        var path = _store.PathOf(Survey.Ztf, 1);
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Token))[..^3], Token);

        using var found = await _store.ReadAsync(Survey.Ztf, [1, 2, 3], Token);

        Assert.Equal([1, 2], found.Candids.Order());
        Assert.Null(found[1]);
        Assert.Equal(StoreDocuments.Alert(2).CutoutsDocument.ToArray(), found[2]!.Value.ToArray());
    }

    [Fact]
    public async Task PutAsync_PlaceThatIsAFile_IsTransient()
    {
        var path = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(path, "x", Token);
        var store = new FolderCutoutStore(path);
        var fault = await Assert.ThrowsAsync<TransientFaultException>(() => store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1)], Token));
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }
}
