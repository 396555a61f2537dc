using Boom.Core.Plays;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

public sealed class PlayPacketsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NotePacketsAsync_Blocks_AreReadBackAndCountAsPublished()
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "boom.db") });
        var play = await store.BeginPlayAsync("t", 4, "paths", Token);
        var other = await store.BeginPlayAsync("u", 4, "paths", Token);
        await store.NotePacketsAsync(play.Id, new NotedPackets(0, [UInt128.MaxValue, 2]), Token);
        await store.NotePacketsAsync(play.Id, new NotedPackets(2, [3]), Token);
        await store.NotePacketsAsync(play.Id, new NotedPackets(2, [4, 5]), Token);

        var blocks = await store.ReadPacketsAsync(play.Id, Token);

        Assert.Equal([0, 2], blocks.Select(block => block.First));
        Assert.Equal([UInt128.MaxValue, 2, 4, 5], blocks.SelectMany(block => block.Hashes));
        Assert.Empty(await store.ReadPacketsAsync(other.Id, Token));
        Assert.Equal([4, 0], (await store.ReadPlaysAsync(Token)).Select(known => known.Published));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.NotePacketsAsync(99, new NotedPackets(0, [1]), Token));
    }
}
