using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>What filters ask for beside alerts and objects: hits of watch lists by object, and alerts of bodies by designation.</content>
public abstract partial class AlertStoreContract
{
    const string A = "ZTF26aaaaaaa", B = "ZTF26bbbbbbb", One = "watchlist_one", Two = "watchlist_two";

    [Fact]
    public async Task ReadWatchlistHitsAsync_ObjectsAndLists_AnswersTheirHitsNearestFirst()
    {
        Assert.Empty(await Store.ReadWatchlistHitsAsync(Survey.Ztf, [A], [One], 10, Token));
        WatchlistHit far = Hit("far") with { DistanceArcsec = 2 }, near = Hit("near") with { DistanceArcsec = 0.1 };
        WatchlistHit second = Hit(list: Two), other = Hit(objectId: B);
        await Store.AddWatchlistHitsAsync([far, near, second, other, Hit(list: "watchlist_three"), Hit(objectId: "ZTF26ccccccc"), Hit(survey: Survey.Winter)], Token);

        Assert.Equal([near, far, second, other], await Store.ReadWatchlistHitsAsync(Survey.Ztf, [B, A, "ZTF26zzzzzzz"], [Two, One], 10, Token));
        Assert.Equal([near, second], await Store.ReadWatchlistHitsAsync(Survey.Ztf, [A], [One, Two], 1, Token));
        Assert.Equal([second], await Store.ReadWatchlistHitsAsync(Survey.Ztf, [A, B], [Two], 10, Token));
        Assert.Empty(await Store.ReadWatchlistHitsAsync(Survey.Lsst, [A], [One], 10, Token));
        Assert.Empty(await Store.ReadWatchlistHitsAsync(Survey.Ztf, [], [One], 10, Token));
        Assert.Empty(await Store.ReadWatchlistHitsAsync(Survey.Ztf, [A], [], 10, Token));
        Assert.Empty(await Store.ReadWatchlistHitsAsync(Survey.Ztf, [A], [One], 0, Token));
    }

    // The hits of one object fill more than a reply of the server; neither its other list nor the next object may be missed.
    [Fact]
    public async Task ReadWatchlistHitsAsync_ObjectAtThousandsOfPlaces_HidesNoOther()
    {
        var crowd = Enumerable.Range(0, 6001).Select(i => Hit($"row {i:00000}") with { DistanceArcsec = (i * 7919 % 6001) / 100.0 }).ToArray();
        await Store.AddWatchlistHitsAsync(crowd, Token);
        await Store.AddWatchlistHitsAsync([Hit("x", list: Two), Hit("y", B, Two), Hit("z", "ZTF25aaaaaaa", Two)], Token);

        var hits = await Store.ReadWatchlistHitsAsync(Survey.Ztf, [B, A, "ZTF25aaaaaaa"], [One, Two], 3, Token);

        Assert.Equal(
            [("ZTF25aaaaaaa", Two, "z", 0.5), .. crowd.OrderBy(hit => hit.DistanceArcsec).Take(3).Select(hit => (A, One, hit.Row, hit.DistanceArcsec)), (A, Two, "x", 0.5), (B, Two, "y", 0.5)],
            hits.Select(hit => (hit.ObjectId, hit.List, hit.Row, hit.DistanceArcsec)));
    }

    [Fact]
    public async Task ReadBodyAlertsAsync_Span_AnswersTheAlertsOfTheBodyWithinInOrderOfTime()
    {
        Assert.Empty(Assert.Single(await Store.ReadBodyAlertsAsync(Survey.Ztf, [new BodySpan("433", 0, 1e9)], 10, Token)).Alerts);
        await Store.WriteAsync(Batch(
            OfBody(5, "433", 2461005), OfBody(1, "433", 2461001), OfBody(3, "433", 2461003), OfBody(4, "2001 AB", 2461003), OfBody(6, null, 2461003), OfBody(2, "433", 2461001),
            OfBody(7, "433", 2461007)), Token);

        var found = await Store.ReadBodyAlertsAsync(
            Survey.Ztf, [new BodySpan("433", 2461001, 2461005), new BodySpan("none", 0, 1e9), new BodySpan("433", 2461003, 2461003), new BodySpan("2001 AB", 0, 1e9)], 10, Token);

        Assert.Equal(["1 2 3 5", "", "3", "4"], found.Select(Candids));
        Assert.All(found, body => Assert.False(body.IsCut));
    }

    [Fact]
    public async Task ReadBodyAlertsAsync_MoreThanTheLimit_AnswersTheLatestAndSaysSo()
    {
        await Store.WriteAsync(Batch([.. Enumerable.Range(1, 7).Select(i => OfBody(i, "433", 2461000 + i))]), Token);

        var found = await Store.ReadBodyAlertsAsync(Survey.Ztf, [new BodySpan("433", 0, 2461006), new BodySpan("433", 0, 2461003)], 3, Token);

        Assert.Equal([("4 5 6", true), ("1 2 3", false)], found.Select(body => (Candids(body), body.IsCut)));
    }

    [Fact]
    public async Task ReadBodyAlertsAsync_Alert_HasTheFieldsOfAHistoryAlone()
    {
        await Store.WriteAsync(Batch(OfBody(1, "433", 2461001)), Token);
        using (var bson = new Boom.Core.Bson.BsonWriter())
        {
            bson.BeginRoot();
            var properties = bson.BeginDocument("properties"u8);
            var sso = bson.BeginDocument("sso"u8);
            bson.Double("predicted_mag"u8, 17.5);
            bson.String("source"u8, "ipac");
            bson.End(sso);
            bson.End(properties);
            await Store.WriteEnrichmentsAsync(Survey.Ztf, [new EnrichmentUpdate(1, bson.EndRoot().ToArray())], Token);
        }

        var alert = Parse(Assert.Single(Assert.Single(await Store.ReadBodyAlertsAsync(Survey.Ztf, [new BodySpan("433", 0, 1e9)], 10, Token)).Alerts).ToArray());

        Assert.Equal(
            new BsonDocument
            {
                { "_id", 1L },
                { "candidate", new BsonDocument { { "jd", 2461001.0 }, { "programid", 2 }, { "ra", 10.0 }, { "dec", 20.0 }, { "magpsf", 18.0 } } },
                { "properties", new BsonDocument("sso", new BsonDocument("predicted_mag", 17.5)) },
            },
            Sorted(alert, "jd", "programid", "ra", "dec", "magpsf"));
    }

    [Fact]
    public async Task ReadBodyAlertsAsync_SurveyWithoutDesignations_AnswersNothing()
    {
        await Store.WriteAsync(Batch(OfBody(1, "433", 2461001)) with { Survey = Survey.Decam }, Token);

        Assert.Empty(Assert.Single(await Store.ReadBodyAlertsAsync(Survey.Decam, [new BodySpan("433", 0, 1e9)], 10, Token)).Alerts);
        Assert.Empty(await Store.ReadBodyAlertsAsync(Survey.Ztf, [], 10, Token));
        Assert.Empty(Assert.Single(await Store.ReadBodyAlertsAsync(Survey.Ztf, [new BodySpan("433", 0, 1e9)], 10, Token)).Alerts);
    }

    static string Candids(BodyAlerts body) => string.Join(' ', body.Alerts.Select(alert => BodyAlertFields.CandidOf(alert.Span)));

    // Stores differ in the order of fields.
    static BsonDocument Sorted(BsonDocument alert, params string[] names)
    {
        var candidate = alert["candidate"].AsBsonDocument;
        Assert.Equal(names.Order(), candidate.Names.Order());
        alert["candidate"] = new BsonDocument(names.Select(name => new BsonElement(name, candidate[name])));
        return alert;
    }

    /// <summary>An alert whose nearest body has a designation.</summary>
    protected static AlertWrite OfBody(long candid, string? designation, double jd)
    {
        var alert = Alert(candid, jd: jd, arrays: [Array("prv_candidates", jd), Array("prv_nondetections"), Array("fp_hists")]);
        var document = Parse(alert.AlertDocument.ToArray());
        document["candidate"]["programid"] = 2;
        document["candidate"]["field"] = 123;
        if (designation is not null)
            document["candidate"]["ssnamenr"] = designation;
        return alert with { AlertDocument = document.ToBson() };
    }
}
