using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Tests.Core.Sky;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>Look-ups by position and by brightness.</content>
public abstract partial class AlertStoreContract
{
    [Fact]
    public async Task ConeSearchAsync_Sky_EqualsBruteForce()
    {
        var random = new Random(5);
        SkyPosition[] centres = [new(0, 90), new(123, -90), new(0, 0), new(359.999, 10), new(45, 41.8), RandomSky.Position(random)];
        var sky = centres.SelectMany(centre => Enumerable.Range(0, 60)
            .Select(i => RandomSky.Around(random, centre, Math.Pow(10, random.NextDouble() * 5)))).ToArray();
        await Store.WriteAsync(Batch([.. sky.Select((position, i) => Alert(i, $"ZTF26{i:d7}", position))]), Token);

        foreach (var centre in centres)
        {
            foreach (var radius in new[] { 0.1, 3, 200, 40_000, 324_000 })
            {
                var expected = sky.Select((position, i) => (Id: $"ZTF26{i:d7}", Distance: SkyGeometry.SeparationArcsec(centre, position)))
                    .Where(hit => hit.Distance <= radius).OrderBy(hit => hit.Distance).ThenBy(hit => hit.Id).ToArray();
                var hits = await Reader.ConeSearchAsync(Survey.Ztf, centre, radius, 1000, Token);
                Assert.Equal(expected.Select(hit => hit.Id), hits.Select(hit => hit.ObjectId));
                Assert.All(hits.Zip(expected), pair => Assert.Equal(pair.Second.Distance, pair.First.DistanceArcsec, 1e-6));
                var few = await Reader.ConeSearchAsync(Survey.Ztf, centre, radius, 3, Token);
                Assert.Equal(expected.Take(3).Select(hit => hit.Id), few.Select(hit => hit.ObjectId));
                var nearest = await Store.FindNearestObjectsAsync(Survey.Ztf, [centre], radius, Token);
                Assert.Equal(expected.Select(hit => hit.Id).FirstOrDefault(), Assert.Single(nearest));
            }
        }
    }

    [Fact]
    public async Task FindNearestObjectsAsync_OtherSurvey_FindsNothing()
    {
        await Store.WriteAsync(Batch(Alert(1)), Token);
        Assert.Equal([null, null], await Store.FindNearestObjectsAsync(Survey.Lsst, [new(10, 20), new(0, 0)], 2, Token));
        Assert.Equal([null, "ZTF26aaaaaaa"], await Store.FindNearestObjectsAsync(Survey.Ztf, [new(0, 0), new(10, 20)], 2, Token));
        Assert.Empty(await Reader.ConeSearchAsync(Survey.Lsst, new(10, 20), 2, 10, Token));
    }

    [Fact]
    public async Task Position_OfAnObject_IsThatOfItsFirstAlert()
    {
        await Store.WriteAsync(Batch(Alert(1, position: new(10, 20)), Alert(2, position: new(50, 60))), Token);
        Assert.Single(await Reader.ConeSearchAsync(Survey.Ztf, new(10, 20), 1, 10, Token));
        Assert.Empty(await Reader.ConeSearchAsync(Survey.Ztf, new(50, 60), 1, 10, Token));
    }

    [Fact]
    public async Task ListAlertsAsync_OneObject_IsNewestFirst()
    {
        Assert.Empty(await Reader.ListAlertsAsync(Survey.Ztf, "ZTF26aaaaaaa", 10, Token));
        await Store.WriteAsync(Batch(Alert(1, jd: 3), Alert(2, jd: 9, magpsf: 17.5), Alert(3, jd: 6), Alert(4, "ZTF26bbbbbbb")), Token);
        var listed = await Reader.ListAlertsAsync(Survey.Ztf, "ZTF26aaaaaaa", 2, Token);
        Assert.Equal([2, 3], listed.Select(alert => alert.Candid));
        Assert.Equal(new(2, "ZTF26aaaaaaa", 9, 17.5, new(10, 20), false), listed[0]);
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(2, new BsonDocument("x", 1).ToBson())], Token);
        Assert.True((await Reader.ListAlertsAsync(Survey.Ztf, "ZTF26aaaaaaa", 1, Token)).Single().Enriched);
    }

    [Fact]
    public async Task ListBrightestNewAsync_Objects_OneAlertEachBrightestFirst()
    {
        await Store.WriteAsync(
            Batch(
                Alert(1, "old", magpsf: 12, createdAt: 100), Alert(2, "dim", magpsf: 19, createdAt: 200), Alert(3, "dim", magpsf: 18, createdAt: 300),
                Alert(4, "bright", magpsf: 15, createdAt: 200), Alert(5, "bright", magpsf: 16, createdAt: 200),
                Alert(6, "none", magpsf: double.NaN, createdAt: 200), Alert(7, "sentinel", magpsf: -999, createdAt: 200),
                Alert(8, "bright", magpsf: -999, createdAt: 200), Alert(9, "dark", magpsf: 99, createdAt: 200)),
            Token);
        var listed = await Reader.ListBrightestNewAsync(Survey.Ztf, 200, 10, Token);
        Assert.Equal([("bright", 4L), ("dim", 3L)], listed.Select(alert => (alert.ObjectId, alert.Candid)));
        Assert.Single(await Reader.ListBrightestNewAsync(Survey.Ztf, 200, 1, Token));
    }

    [Theory]
    [InlineData("2008 AB", "sso7")]
    [InlineData("2008 A", null)]
    [InlineData("sso8", null)]
    public async Task FindDesignation_BodyOfTheSolarSystem_IsFoundByItsWholeName(string designation, string? expected)
    {
        BsonDocument Fields(string name) => new() { { "designation", name }, { "updated_at", 1.0 } };
        await Store.WriteAsync(new AlertBatch(Survey.Lsst, [Alert(1, "sso7", set: Fields("2008 AB")), Alert(2, "sso8", set: Fields("2009 XY")), Alert(3, "77")], [], []), Token);

        Assert.Equal(expected, await Reader.FindDesignationAsync(Survey.Lsst, designation, Token));
        Assert.Null(await Reader.FindDesignationAsync(Survey.Winter, designation, Token));
    }

    [Fact]
    public async Task FindDesignation_ThatChangesOrComesLater_IsTheLastOne()
    {
        await WriteAsync(Alert(1, "sso7"), Alert(2, "sso8", set: Fields("2008 AB")));
        Assert.Null(await Reader.FindDesignationAsync(Survey.Lsst, "2009 XY", Token));

        await WriteAsync(Alert(3, "sso7", set: Fields("2009 XY")), Alert(4, "sso8", set: Fields("2010 CD")));
        await WriteAsync(Alert(5, "sso7"));

        Assert.Equal("sso7", await Reader.FindDesignationAsync(Survey.Lsst, "2009 XY", Token));
        Assert.Equal("sso8", await Reader.FindDesignationAsync(Survey.Lsst, "2010 CD", Token));
        Assert.Null(await Reader.FindDesignationAsync(Survey.Lsst, "2008 AB", Token));

        BsonDocument Fields(string name) => new() { { "designation", name }, { "updated_at", 1.0 } };

        async Task WriteAsync(params AlertWrite[] alerts) => Assert.Empty(await Store.WriteAsync(new AlertBatch(Survey.Lsst, alerts, [], []), Token));
    }

    [Fact]
    public async Task List_SurveyWithAnotherMagnitude_IsListedByIt()
    {
        Assert.Equal("magap", SurveyCatalog.Default.MagnitudeField(Survey.Decam));
        await Store.WriteAsync(new AlertBatch(Survey.Decam, [WithAperture(Alert(1, "one", magpsf: 19)), WithAperture(Alert(2, "two", magpsf: 17))], [], []), Token);

        Assert.Equal(19, Assert.Single(await Reader.ListAlertsAsync(Survey.Decam, "one", 10, Token)).Magpsf);
        Assert.Equal([("two", 17.0), ("one", 19.0)], (await Reader.ListBrightestNewAsync(Survey.Decam, 0, 10, Token)).Select(alert => (alert.ObjectId, alert.Magpsf)));
    }

    static AlertWrite WithAperture(AlertWrite alert)
    {
        var document = Parse(alert.AlertDocument.ToArray());
        var candidate = document["candidate"].AsBsonDocument;
        candidate["magap"] = candidate["magpsf"];
        candidate.Remove("magpsf");
        return alert with { AlertDocument = document.ToBson() };
    }
}
