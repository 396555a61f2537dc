using Boom.Cli.Filters;
using Boom.Core.Filters;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>A large night is worked through page after page and slice after slice, each alert once.</summary>
public sealed class FilterInputsTests : IDisposable
{
    const string Seen = """[{"$match": {"prv_candidates.0": {"$exists": true}}}, {"$project": {"objectId": 1}}]""";
    const string Histories = """[{"$match": {"sso_history.0": {"$exists": true}}}, {"$project": {"objectId": 1}}]""";

    // Of the night of 2026-01-01: more than two pages.
    const int Alerts = 4100;
    const double Jd = 2461041.75;

    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PagesAsync_NightOfSeveralPages_HasEachAlertOfItOnce()
    {
        using var store = await StoreAsync(Alerts, 0);
        var night = new TrialSelection(new DateOnly(2026, 1, 1), null);

        var pages = await night.PagesAsync(store, SurveyCatalog.Default[Survey.Ztf], Token).ToListAsync(Token);

        Assert.Equal([2000, 2000, 100], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(1, Alerts).Select(Candid), pages.SelectMany(page => page));
    }

    [Fact]
    public async Task PagesAsync_ManyCandids_HasEachOnce()
    {
        using var store = await StoreAsync(1, 0);
        long[] candids = [.. Enumerable.Range(1, 4500).Select(i => (long)i)];

        var pages = await new TrialSelection(null, candids).PagesAsync(store, SurveyCatalog.Default[Survey.Ztf], Token).ToListAsync(Token);

        Assert.Equal([2000, 2000, 500], pages.Select(page => page.Count));
        Assert.Equal(candids, pages.SelectMany(page => page));
    }

    [Fact]
    public async Task ReadAsync_SmallObjects_SlicesGrowAndEachAlertIsReadOnceWithItsObject()
    {
        using var store = await StoreAsync(1300, 0);
        long[] candids = [.. Enumerable.Range(1, 1300).Select(Candid)];

        var slices = await new FilterInputs(Ready(Seen), store).ReadAsync(candids, Token).ToListAsync(Token);

        Assert.Equal(candids, slices.SelectMany(slice => slice).Select(subject => subject.Candid));
        Assert.Equal([50, 500, 500, 250], slices.Select(slice => slice.Count));
        Assert.All(slices.SelectMany(slice => slice), subject => Assert.Equal(subject.ObjectId, StoreDocuments.Parse(subject.Input.Object.ToArray())["_id"].AsString));
    }

    [Fact]
    public async Task ReadAsync_LargeObject_SlicesShrink()
    {
        using var store = await StoreAsync(120, paddingBytes: 4 << 20);
        long[] candids = [.. Enumerable.Range(1, 120).Select(Candid)];

        var slices = await new FilterInputs(Ready(Seen), store).ReadAsync(candids, Token).ToListAsync(Token);

        Assert.Equal(candids, slices.SelectMany(slice => slice).Select(subject => subject.Candid));
        Assert.Equal(50, slices[0].Count);
        Assert.All(slices.Skip(1), slice => Assert.InRange(slice.Count, 1, 16));
    }

    [Fact]
    public async Task ReadAsync_Histories_SlicesStaySmall()
    {
        using var store = await StoreAsync(450, 0);
        long[] candids = [.. Enumerable.Range(1, 450).Select(Candid)];

        var slices = await new FilterInputs(Ready(Histories), store).ReadAsync(candids, Token).ToListAsync(Token);

        Assert.Equal(candids, slices.SelectMany(slice => slice).Select(subject => subject.Candid));
        Assert.All(slices, slice => Assert.InRange(slice.Count, 1, FilterBesideReader.SliceOf(new FilterNeeds(History: true, []))));
    }

    [Fact]
    public async Task ReadAsync_AbsentCandids_AreInNoSlice()
    {
        using var store = await StoreAsync(60, 0);
        long[] candids = [.. Enumerable.Range(1, 60).SelectMany(i => (long[])[Candid(i), Candid(i) + 1])];

        var slices = await new FilterInputs(Ready(Seen), store).ReadAsync(candids, Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(1, 60).Select(Candid), slices.SelectMany(slice => slice).Select(subject => subject.Candid));
    }

    static ReadyFilter Ready(string pipeline) => new FilterWords(Survey.Ztf).Filter("test", pipeline).Compile();

    // Candids of ZTF tell the day.
    static long Candid(int i) => 3287_000_000_000_000_000 + (10L * i);

    async Task<StoreSession> StoreAsync(int alerts, int paddingBytes)
    {
        var padding = paddingBytes > 0 ? StoreDocuments.Padding(paddingBytes) : default;
        using (var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "boom.db"), MaxHeadBytes = 15 << 20 }))
        {
            foreach (var some in Enumerable.Range(1, alerts).Chunk(500))
                Assert.Empty(await store.WriteAsync(new AlertBatch(Survey.Ztf, [.. some.Select(i => Alert(i, padding))], [], []), Token));
        }

        return StoreSession.OpenForReading(_folder.Path);
    }

    static AlertWrite Alert(int i, ReadOnlyMemory<byte> padding)
    {
        var alert = StoreDocuments.Alert(
            Candid(i), padding.IsEmpty ? $"ZTF{i:00000}" : "ZTF26aaaaaaa", jd: Jd, offset: i,
            arrays: padding.IsEmpty ? null : [StoreDocuments.ArrayOf("prv_candidates", [new LightCurvePoint(Jd, false, padding)]), StoreDocuments.Array("prv_nondetections"), StoreDocuments.Array("fp_hists")]);
        var document = StoreDocuments.Parse(alert.AlertDocument.ToArray());
        document["candidate"]["programid"] = 1;
        return alert with { AlertDocument = document.ToBson() };
    }
}
