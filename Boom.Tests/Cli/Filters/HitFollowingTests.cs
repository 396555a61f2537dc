using Boom.Cli.Filters;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

public sealed class HitFollowingTests : IDisposable
{
    const long Start = 1_767_225_600_000;

    readonly TemporaryFolder _folder = new();
    readonly SqliteStore _store;
    readonly HitFollowing _following;

    public HitFollowingTests()
    {
        _store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "boom.db") });
        _following = new HitFollowing(_store, new FilterHitQuery(1000) { FilterId = "f", SinceMs = Start });
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Next_HitsAsTheyCome_EachOnceInTheirOrder()
    {
        await AddAsync(2, Start + 2000);
        await AddAsync(1, Start + 1000);

        Assert.Equal("1 2", await NextAsync());
        Assert.Empty(await NextAsync());
        await AddAsync(3, Start + 3000);
        Assert.Equal("3", await NextAsync());
    }

    [Fact]
    public async Task Next_HitWrittenLate_IsShown()
    {
        await AddAsync(1, Start + 60_000);
        await NextAsync();

        await AddAsync(2, Start + 30_000);

        Assert.Equal("2", await NextAsync());
    }

    [Fact]
    public async Task Next_AfterAnHour_ShowsNothingTwice()
    {
        for (var i = 0; i < 60; i++)
        {
            await AddAsync(i, Start + (i * 60_000));
            Assert.Equal($"{i}", await NextAsync());
        }
    }

    [Fact]
    public async Task Next_HitsBeforeTheBeginning_AreNotShown()
    {
        await AddAsync(1, Start - 1);

        Assert.Empty(await NextAsync());
    }

    async Task AddAsync(long candid, long passedAtMs) =>
        await _store.AddHitsAsync([new FilterHit("f", "v", Survey.Ztf, candid, "a", 2461041.5, passedAtMs, default)], default);

    async Task<string> NextAsync() => string.Join(' ', (await _following.NextAsync(default)).Select(hit => hit.Candid));
}
