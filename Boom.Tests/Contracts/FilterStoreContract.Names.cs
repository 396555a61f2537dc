using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Names of filters, and what several commands do at once.</content>
public abstract partial class FilterStoreContract
{
    const int AtOnce = 8;

    static StoredFilter Named(string id, string name, Survey survey = Survey.Ztf) => Filter(id, survey, isActive: false) with { Name = name };

    [Fact]
    public async Task AddFilterAsync_NameOfAnotherOfTheSurvey_ChangesNothing()
    {
        Assert.True(await Store.AddFilterAsync(Named("a", "bright"), Token));

        Assert.False(await Store.AddFilterAsync(Named("b", "bright"), Token));
        Assert.True(await Store.AddFilterAsync(Named("c", "bright", Survey.Lsst), Token));
        Assert.True(await Store.AddFilterAsync(Named("d", "Bright"), Token));
        Assert.Equal(["a", "c", "d"], (await Store.ListFiltersAsync(null, onlyActive: false, Token)).Select(filter => filter.Id));
    }

    [Fact]
    public async Task AddFilterAsync_SameNameAtOnce_AddsOne()
    {
        var added = await AtOnceAsync(i => Store.AddFilterAsync(Named($"f{i}", "bright"), Token));

        Assert.Single(added, isAdded => isAdded);
        Assert.Single(await Store.ListFiltersAsync(Survey.Ztf, onlyActive: false, Token));
    }

    // Versions before this one, and other programs, do not look.
    [Fact]
    public async Task AddFilterAsync_StoreHasDoubles_KeepsThemAndAddsNoMore()
    {
        await Store.AddFilterAsync(Named("z", "other"), Token);
        foreach (var id in (string[])["a", "b"])
        {
            PutFilter(new BsonDocument
            {
                { "_id", id }, { "name", "bright" }, { "survey", "ztf" }, { "active", false }, { "active_fid", "v1" },
                { "fv", new BsonArray { new BsonDocument { { "fid", "v1" }, { "pipeline", "[]" } } } },
            });
        }

        Assert.False(await Store.AddFilterAsync(Named("c", "bright"), Token));
        Assert.True(await Store.AddFilterAsync(Named("d", "faint"), Token));
        Assert.True(await Store.ActivateAsync("b", "v1", _now, Token));
        Assert.Equal(["a", "b", "d", "z"], (await Store.ListFiltersAsync(Survey.Ztf, onlyActive: false, Token)).Select(filter => filter.Id));
    }

    [Fact]
    public async Task RemoveFilterAsync_Filter_FreesItsName()
    {
        await Store.AddFilterAsync(Named("a", "bright"), Token);
        await Store.RemoveFilterAsync("a", Token);

        Assert.True(await Store.AddFilterAsync(Named("b", "bright"), Token));
    }

    [Fact]
    public async Task AddFilterAsync_NameOfOneThatWasSuspendedAndRunsAgain_ChangesNothing()
    {
        await Store.AddFilterAsync(Named("a", "bright") with { IsActive = true }, Token);
        await Store.SuspendAsync("a", new FilterSuspension("v1", "Too slow.", 1), Token);
        await Store.ActivateAsync("a", "v1", _now, Token);

        var added = await AtOnceAsync(i => Store.AddFilterAsync(Named($"f{i}", "bright"), Token));

        Assert.DoesNotContain(true, added);
    }

    [Fact]
    public async Task AddVersionAsync_PipelineThatIsThere_ChangesNothing()
    {
        await Store.AddFilterAsync(Filter(), Token);

        Assert.False(await Store.AddVersionAsync("a", new FilterVersion("v2", """[{"$match":{}}]""", 2461043.5), Token));
        Assert.Single((await Store.FindFilterAsync("a", Token))!.Versions);
    }

    [Fact]
    public async Task AddVersionAsync_SamePipelineAtOnce_AddsOne()
    {
        await Store.AddFilterAsync(Filter(), Token);

        var added = await AtOnceAsync(i => Store.AddVersionAsync("a", new FilterVersion($"w{i}", "[2]", 2461043.5), Token));

        Assert.Single(added, isAdded => isAdded);
        Assert.Equal(2, (await Store.FindFilterAsync("a", Token))!.Versions.Count);
    }

    [Fact]
    public async Task RemoveFilterAsync_WhileItIsChanged_IsDoneOnceAndForAll()
    {
        await Store.AddFilterAsync(Filter(), Token);

        var done = await AtOnceAsync(i => (i % 4) switch
        {
            0 => Store.RemoveFilterAsync("a", Token),
            1 => Store.ActivateAsync("a", "v1", _now, Token),
            2 => Store.AddVersionAsync("a", new FilterVersion($"w{i}", $"[{i}]", 2461043.5), Token),
            _ => Store.DeactivateAsync("a", _now, Token),
        });

        Assert.Single(done.Where((isDone, i) => isDone && i % 4 == 0));
        Assert.Null(await Store.FindFilterAsync("a", Token));
        Assert.Empty(await Store.ListFiltersAsync(null, onlyActive: false, Token));
    }

    static Task<bool[]> AtOnceAsync(Func<int, ValueTask<bool>> change) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(async () => await change(i), Token)));
}
