using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Contracts;

/// <summary>What every store promises of filters, hits and due alerts. A subclass gives the store; each test starts with an empty one.</summary>
public abstract partial class FilterStoreContract
{
    static readonly DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test.</summary>
    protected abstract IFilterStore Store { get; }

    /// <summary>Puts a document into <c>filters</c> as another program would.</summary>
    protected abstract void PutFilter(BsonDocument document);

    /// <summary>The document of a filter as it is stored.</summary>
    protected abstract BsonDocument ReadFilter(string id);

    static StoredFilter Filter(string id = "a", Survey survey = Survey.Ztf, bool isActive = true) =>
        new(id, $"Filter {id}", survey, [new FilterVersion("v1", """[{"$match":{}}]""", 2461042.5, "First")])
        {
            Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1, 2] }, UserId = "owner", IsActive = isActive, ActiveVersion = "v1",
            CreatedJd = 2461042.5, UpdatedJd = 2461042.5, Watchlist = "watchlist_x", Description = "For tests",
        };

    static FilterHit Hit(string filter = "a", string fid = "v1", long candid = 1, long atMs = 1000, string objectId = "o") =>
        new(filter, fid, Survey.Ztf, candid, objectId, 2461042.5, atMs, new BsonDocument { { "mag", 18.0 }, { "n", 3 } }.ToBson());

    [Fact]
    public async Task AddFilterAsync_Filter_IsFoundAsItWas()
    {
        Assert.True(await Store.AddFilterAsync(Filter(), Token));

        var found = await Store.FindFilterAsync("a", Token);
        Assert.Equivalent(Filter(), found, strict: true);
        Assert.Equal(("v1", """[{"$match":{}}]"""), (found!.Running!.Fid, found.Running.Pipeline));
        Assert.Null(await Store.FindFilterAsync("b", Token));
    }

    [Fact]
    public async Task AddFilterAsync_Document_IsInTheFormatOfTheReference()
    {
        await Store.AddFilterAsync(Filter() with { Watchlist = null, Description = null }, Token);

        var document = ReadFilter("a");
        Assert.Equal(
            ["_id", "name", "description", "permissions", "user_id", "survey", "active", "active_fid", "fv", "created_at", "updated_at"], document.Names.Except(["boom"]));
        Assert.Equal((BsonNull.Value, "ZTF", true), (document["description"], document["survey"].AsString, document["active"].AsBoolean));
        Assert.Equal([BsonType.Int32, BsonType.Int32], document["permissions"]["ZTF"].AsBsonArray.Select(program => program.BsonType));
        Assert.Equal(["fid", "pipeline", "changelog", "created_at"], document["fv"][0].AsBsonDocument.Names);
        Assert.Equal((BsonType.String, BsonType.Double), (document["fv"][0]["pipeline"].BsonType, document["created_at"].BsonType));
    }

    [Fact]
    public async Task AddFilterAsync_SameKey_ChangesNothing()
    {
        await Store.AddFilterAsync(Filter(), Token);

        Assert.False(await Store.AddFilterAsync(Filter() with { Name = "Other" }, Token));
        Assert.Equal("Filter a", (await Store.FindFilterAsync("a", Token))!.Name);
    }

    // As the reference's throughput test puts them there, and with what no tool has a reason for.
    [Fact]
    public async Task ListFiltersAsync_DocumentsOfOthers_AreRead()
    {
        await Store.AddFilterAsync(Filter("z", Survey.Lsst, isActive: false), Token);
        var version = new BsonDocument { { "fid", "v2e0fs" }, { "pipeline", "[]" }, { "created_at", 2461000 } };
        PutFilter(new BsonDocument
        {
            { "_id", "b" }, { "survey", "ztf" }, { "active", true }, { "active_fid", "v2e0fs" }, { "fv", new BsonArray { version, 7, new BsonDocument() } },
            { "permissions", new BsonDocument { { "ZTF", new BsonArray { 1, 2L, 3.0, "x", -1 } }, { "WNTR", new BsonArray { 1 } }, { "NONE", 1 } } }, { "more", 1 },
        });
        PutFilter(new BsonDocument { { "_id", "c" }, { "survey", "hubble" }, { "active", true }, { "fv", new BsonArray { version } } });

        var found = Assert.Single(await Store.ListFiltersAsync(Survey.Ztf, onlyActive: true, Token));

        Assert.Equal(("b", "b", Survey.Ztf, true), (found.Id, found.Name, found.Survey, found.IsActive));
        Assert.Equal([1, 2, 3], found.Permissions[Survey.Ztf]);
        Assert.Equal([1], found.Permissions[Survey.Winter]);
        Assert.Equal("v2e0fs", Assert.Single(found.Versions).Fid);
        Assert.Equal(["b", "z"], (await Store.ListFiltersAsync(null, onlyActive: false, Token)).Select(filter => filter.Id));
        Assert.Empty(await Store.ListFiltersAsync(Survey.Lsst, onlyActive: true, Token));
    }

    [Fact]
    public async Task AddVersionAsync_NewVersion_IsBehindTheOthersAndDoesNotRun()
    {
        await Store.AddFilterAsync(Filter(), Token);

        Assert.True(await Store.AddVersionAsync("a", new FilterVersion("v2", "[2]", 2461043.5, "Second"), Token));
        Assert.False(await Store.AddVersionAsync("a", new FilterVersion("v1", "[3]", 2461044.5), Token));
        Assert.False(await Store.AddVersionAsync("b", new FilterVersion("v2", "[2]", 2461043.5), Token));

        var found = (await Store.FindFilterAsync("a", Token))!;
        Assert.Equal(["""v1 [{"$match":{}}]""", "v2 [2]"], found.Versions.Select(version => $"{version.Fid} {version.Pipeline}"));
        Assert.Equal(("v1", 2461043.5), (found.ActiveVersion, found.UpdatedJd));
    }

    [Fact]
    public async Task ActivateAsync_VersionThatIsThere_Runs()
    {
        await Store.AddFilterAsync(Filter(isActive: false), Token);
        await Store.AddVersionAsync("a", new FilterVersion("v2", "[2]", 2461043.5), Token);

        Assert.False(await Store.ActivateAsync("a", "v3", _now, Token));
        Assert.False(await Store.ActivateAsync("b", "v1", _now, Token));
        Assert.True(await Store.ActivateAsync("a", "v2", _now, Token));

        var found = (await Store.FindFilterAsync("a", Token))!;
        Assert.Equal((true, "v2"), (found.IsActive, found.Running!.Fid));
        Assert.Equal(2461042.6278356481, found.UpdatedJd, 1e-9);
        Assert.True(await Store.DeactivateAsync("a", _now, Token));
        Assert.False((await Store.FindFilterAsync("a", Token))!.IsActive);
        Assert.False(await Store.DeactivateAsync("b", _now, Token));
    }

    [Fact]
    public async Task SuspendAsync_RunningVersion_KeepsTheFirstReasonUntilItIsActivated()
    {
        await Store.AddFilterAsync(Filter(), Token);
        var suspension = new FilterSuspension("v1", "It takes 900 µs an alert; 100 are allowed.", 1767323045000);

        Assert.True(await Store.SuspendAsync("a", suspension, Token));
        Assert.False(await Store.SuspendAsync("a", suspension with { Reason = "Again" }, Token));

        var found = (await Store.FindFilterAsync("a", Token))!;
        Assert.Equal((false, suspension), (found.IsActive, found.Suspension));
        Assert.True(await Store.ActivateAsync("a", "v1", _now, Token));
        Assert.Null((await Store.FindFilterAsync("a", Token))!.Suspension);
    }

    [Fact]
    public async Task SuspendAsync_VersionThatRunsNoMore_LeavesTheOtherAlone()
    {
        await Store.AddFilterAsync(Filter(), Token);
        await Store.AddVersionAsync("a", new FilterVersion("v2", "[2]", 2461043.5), Token);
        await Store.ActivateAsync("a", "v2", _now, Token);

        Assert.False(await Store.SuspendAsync("a", new FilterSuspension("v1", "Too slow.", 1), Token));
        Assert.True((await Store.FindFilterAsync("a", Token))!.IsActive);
    }

    [Fact]
    public async Task RemoveFilterAsync_Filter_LeavesItsHits()
    {
        await Store.AddFilterAsync(Filter(), Token);
        await Store.AddHitsAsync([Hit()], Token);

        Assert.True(await Store.RemoveFilterAsync("a", Token));
        Assert.False(await Store.RemoveFilterAsync("a", Token));

        Assert.Null(await Store.FindFilterAsync("a", Token));
        Assert.Equal(1, await Store.CountHitsAsync("a", Token));
    }

    [Fact]
    public async Task AddHitsAsync_SameFilterVersionAndAlert_IsRecordedOnce()
    {
        Assert.Equal(1, await Store.AddHitsAsync([Hit()], Token));
        Assert.Equal(3, await Store.AddHitsAsync([Hit(atMs: 5000), Hit(fid: "v2"), Hit(candid: 2), Hit(filter: "b")], Token));

        Assert.Equal((3, 1, 0), (await Store.CountHitsAsync("a", Token), await Store.CountHitsAsync("b", Token), await Store.CountHitsAsync("c", Token)));
        var first = (await Store.ListHitsAsync(new FilterHitQuery(10) { FilterId = "a" }, Token)).Single(hit => hit is { Fid: "v1", Candid: 1 });
        Assert.Equal((1000, "o", 2461042.5, Survey.Ztf), (first.PassedAtMs, first.ObjectId, first.Jd, first.Survey));
        Assert.Equal(Hit().Annotations.ToArray(), first.Annotations.ToArray());
    }

    [Fact]
    public async Task ListHitsAsync_Query_IsLatestFirst()
    {
        await Store.AddHitsAsync([Hit(candid: 1, atMs: 1000), Hit(candid: 2, atMs: 3000), Hit(candid: 3, atMs: 2000, objectId: "p"), Hit("b", candid: 4, atMs: 4000)], Token);

        Assert.Equal("4 2 3 1", await Candids(new FilterHitQuery(10)));
        Assert.Equal("2 3", await Candids(new FilterHitQuery(2) { FilterId = "a" }));
        Assert.Equal("2 3", await Candids(new FilterHitQuery(10) { FilterId = "a", SinceMs = 2000 }));
        Assert.Equal("3", await Candids(new FilterHitQuery(10) { ObjectId = "p" }));
        Assert.Empty(await Candids(new FilterHitQuery(0)));

        async Task<string> Candids(FilterHitQuery query) => string.Join(' ', (await Store.ListHitsAsync(query, Token)).Select(hit => hit.Candid));
    }

    [Fact]
    public async Task Hits_WithoutAnnotations_AreReadAsSuch()
    {
        await Store.AddHitsAsync([Hit() with { Annotations = default }], Token);

        Assert.True((await Store.ListHitsAsync(new FilterHitQuery(1), Token))[0].Annotations.IsEmpty);
    }

    [Fact]
    public async Task Due_Alerts_AreListedUntilTheyAreForgotten()
    {
        await Store.AddDueAsync(Survey.Ztf, [5, 3, 1L << 61], Token);
        await Store.AddDueAsync(Survey.Ztf, [3, 4, 4], Token);
        await Store.AddDueAsync(Survey.Lsst, [9], Token);

        Assert.Equal([3, 4, 5, 1L << 61], await Store.ListDueAsync(Survey.Ztf, long.MinValue, 10, Token));
        Assert.Equal([4], await Store.ListDueAsync(Survey.Ztf, 3, 1, Token));
        Assert.Equal([3, 5], (await Store.FindDueAsync(Survey.Ztf, [3, 5, 9], Token)).Order());

        await Store.RemoveDueAsync(Survey.Ztf, [3, 5, 7], Token);
        Assert.Equal([4, 1L << 61], await Store.ListDueAsync(Survey.Ztf, long.MinValue, 10, Token));
        Assert.Equal([9], await Store.ListDueAsync(Survey.Lsst, long.MinValue, 10, Token));
    }

    [Fact]
    public async Task EmptyStore_EveryQuestion_HasAnAnswer()
    {
        Assert.Null(await Store.FindFilterAsync("a", Token));
        Assert.Empty(await Store.ListFiltersAsync(null, onlyActive: false, Token));
        Assert.False(await Store.DeactivateAsync("a", _now, Token));
        Assert.Empty(await Store.ListHitsAsync(new FilterHitQuery(5), Token));
        Assert.Empty(await Store.ListDueAsync(Survey.Ztf, 0, 5, Token));
        Assert.Empty(await Store.FindDueAsync(Survey.Ztf, [1], Token));
        await Store.RemoveDueAsync(Survey.Ztf, [1], Token);
    }

    [Theory]
    [InlineData(Survey.Ztf, Survey.Ztf, "2", "3")]
    [InlineData(Survey.Ztf, Survey.Ztf, "", "none")]
    [InlineData(Survey.Lsst, Survey.Ztf, "", "public")]
    [InlineData(Survey.Lsst, Survey.Ztf, "2", "3")]
    [InlineData(Survey.Ztf, Survey.Lsst, "", "all")]
    [InlineData(Survey.Lsst, Survey.Lsst, "", "all")]
    public void ProgramsOf_Survey_AreThosePermitted(Survey own, Survey of, string permitted, string expected)
    {
        var permissions = permitted.Length > 0 ? new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1, 2] } : [];
        var programs = new StoredFilter("a", "a", own, []) { Permissions = permissions }.ProgramsOf(SurveyCatalog.Default[of]);

        Assert.Equal(
            expected switch { "none" => ProgramSet.None, "public" => ProgramSet.Public, "all" => ProgramSet.All, _ => ProgramSet.Of([1, 2]) }, programs);
    }
}
