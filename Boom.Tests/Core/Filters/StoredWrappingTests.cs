using Boom.Core.Filters;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using Boom.Tests.Storage.Sqlite;
using Boom.Tests.Support;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>Histories and watch lists as they come out of a store, against the joins of the reference over whole collections.</summary>
public sealed class StoredWrappingTests : IDisposable
{
    const string List = "watchlist_hosts";

    static readonly string[] Pipelines =
    [
        """[{"$match": {"candidate.drb": {"$gt": 0.1}}}, {"$match": {"$expr": {"$gt": [{"$size": "$sso_history"}, 1]}}}, {"$project": {"objectId": 1, "annotations.h": "$sso_history"}}]""",
        """[{"$match": {"sso_history.0": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations.h": "$sso_history.jd", "annotations.p": {"$max": "$sso_history.predicted_mag"}}}]""",
        """[{"$match": {"candidate.drb": {"$gt": 0.2}}}, {"$project": {"objectId": 1, "annotations.mag": "$candidate.magpsf"}}]""",
        """[{"$match": {}}, {"$project": {"objectId": 1, "candidate": 1, "properties": 1}}, {"$match": {"candidate.fid": {"$lt": 3}}}, {"$project": {"objectId": 1, "annotations.n": {"$literal": 1}}}]""",
    ];

    readonly SqliteFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Output_WhatTheStoreGives_IsThatOfTheJoinsOfTheReference()
    {
        var (passed, onList, compared) = (0, 0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            using var folder = new SqliteFolder();
            using var store = folder.Open();
            var sky = new RandomSky(seed, "ZTF");
            await StoreAsync(store, sky);
            foreach (var text in Pipelines)
            {
                int[] programs = sky.Random.Next(3) switch { 0 => [1], 1 => [1, 2], _ => [1, 2, 3] };
                var list = sky.Random.Next(2) == 0 ? List : null;
                var wrapped = ReferenceWrapping.Wrap("ZTF", BsonSerializer.Deserialize<BsonArray>(text), programs, null, list, """{"_id": "$$w.name", "distance_arcsec": "$$w.z"}""");

                var expected = Reference(wrapped, sky);
                var found = await EngineAsync(text, new FilterRights(programs, null, list), sky, store);

                Assert.True(expected == found, $"{text}\nof {sky.Alert.ToJson()}\nwanted {expected}\nfound  {found}");
                compared++;
                passed += expected is null ? 0 : 1;
                onList += expected is not null && list is not null ? 1 : 0;
            }
        }

        Assert.InRange(passed, compared / 5, compared * 4 / 5);
        Assert.InRange(onList, 10, compared / 2);
    }

    // Five hundred at one time of two bodies and two programmes: none too many, none too few.
    [Fact]
    public async Task ReadAsync_ManyAlertsAtOnce_AnswersEachItsOwn()
    {
        using var store = _folder.Open();
        var random = new Random(3);
        AlertWrite[] alerts = [.. Enumerable.Range(1, 300).Select(i => OfBody(i, $"ZTF{i % 40:00}", random.Next(4) switch { 0 => null, 1 => "2001 AB", _ => "433" }, 2461000.5 + random.Next(700)))];
        await store.WriteAsync(new AlertBatch(Survey.Ztf, alerts, [], []), Token);
        var hits = Enumerable.Range(0, 40).Where(i => i % 3 == 0).Select(i => new WatchlistHit(i % 2 == 0 ? List : "watchlist_b", "1", $"row {i}", Survey.Ztf, $"ZTF{i:00}", i, 1)).ToList();
        await store.AddWatchlistHitsAsync(hits, Token);
        var reader = new FilterBesideReader(SurveyCatalog.Default[Survey.Ztf], store);

        var found = await reader.ReadAsync([.. alerts.Select(alert => (alert.Object.ObjectId, alert.Jd, alert.AlertDocument))], new FilterNeeds(History: true, [List]), Token);

        for (var i = 0; i < alerts.Length; i++)
        {
            var name = BodyAlertFields.Designation(alerts[i].AlertDocument.Span, "ssnamenr"u8);
            var earlier = alerts.Where(other => name is not null && BodyAlertFields.Designation(other.AlertDocument.Span, "ssnamenr"u8) == name && other.Jd <= alerts[i].Jd && other.Jd >= alerts[i].Jd - 365)
                .OrderBy(other => other.Jd).ThenBy(other => other.Candid).Select(other => other.Candid);
            Assert.Equal(earlier, found[i].History?.Select(alert => BodyAlertFields.CandidOf(alert.Span)) ?? []);
            Assert.Equal(hits.Where(hit => hit.List == List && hit.ObjectId == alerts[i].Object.ObjectId).Select(hit => hit.Row), found[i].Watchlists?[List].Select(RowOf) ?? []);
        }
    }

    [Fact]
    public async Task ReadAsync_BodyOfMoreAlertsThanAreRead_HasTheLatestAndSaysSo()
    {
        using var store = _folder.Open();
        AlertWrite[] alerts = [.. Enumerable.Range(1, FilterBesideReader.MostHistory + 5).Select(i => OfBody(i, $"ZTF{i:00000}", "433", 2461000.5 + (i * 0.01)))];
        await store.WriteAsync(new AlertBatch(Survey.Ztf, alerts, [], []), Token);
        var reader = new FilterBesideReader(SurveyCatalog.Default[Survey.Ztf], store);

        var found = await reader.ReadAsync(
            [.. new[] { alerts[^1], alerts[FilterBesideReader.MostHistory - 1] }.Select(alert => (alert.Object.ObjectId, alert.Jd, alert.AlertDocument))], new FilterNeeds(History: true, []), Token);

        Assert.Equal((FilterBesideReader.MostHistory, true), (found[0].History!.Count, found[0].IsHistoryCut));
        Assert.Equal(6, BodyAlertFields.CandidOf(found[0].History![0].Span));
        Assert.Equal((FilterBesideReader.MostHistory, false), (found[1].History!.Count, found[1].IsHistoryCut));
    }

    [Fact]
    public async Task ReadAsync_NothingNeeded_ReadsNothing()
    {
        var reader = new FilterBesideReader(SurveyCatalog.Default[Survey.Ztf], AwayStore.Of(null!, _ => true));

        Assert.Same(FilterBeside.None, Assert.Single(await reader.ReadAsync([("a", 2461000.5, new BsonDocument().ToBson())], FilterNeeds.None, Token)));
    }

    static string RowOf(ReadOnlyMemory<byte> entry) => BsonSerializer.Deserialize<BsonDocument>(entry.ToArray())["_id"].AsString;

    static AlertWrite OfBody(int candid, string objectId, string? designation, double jd)
    {
        var alert = StoreDocuments.Alert(candid, objectId, jd: jd);
        var document = StoreDocuments.Parse(alert.AlertDocument.ToArray());
        if (designation is not null)
            document["candidate"]["ssnamenr"] = designation;
        document["properties"] = new BsonDocument("sso", new BsonDocument("designation", designation is null ? BsonNull.Value : designation));
        return alert with { AlertDocument = document.ToBson() };
    }

    static async Task StoreAsync(SqliteStore store, RandomSky sky)
    {
        AlertWrite[] alerts =
        [
            .. sky.Others.Append(sky.Alert).Select(alert =>
                StoreDocuments.Alert(alert["_id"].ToInt64(), "obj", jd: alert["candidate"]["jd"].AsDouble) with { AlertDocument = alert.ToBson() }),
        ];
        Assert.Empty(await store.WriteAsync(new AlertBatch(Survey.Ztf, alerts, [], []), Token));
        await store.AddWatchlistHitsAsync(
            [
                .. sky.Watchlist.SelectMany(row => row["matching_ztf_objects"].AsBsonArray.Select(objectId =>
                    new WatchlistHit(List, "1", row["name"].AsString, Survey.Ztf, objectId.AsString, row["z"].AsDouble, 1))),
            ],
            Token);
    }

    static async Task<string?> EngineAsync(string text, FilterRights rights, RandomSky sky, SqliteStore store)
    {
        var survey = SurveyCatalog.Default[Survey.Ztf];
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(text, survey.FilterView, rights, plan);
        var beside = await new FilterBesideReader(survey, store).ReadAsync(
            [(sky.Alert["objectId"].AsString, sky.Alert["candidate"]["jd"].AsDouble, sky.Alert.ToBson())], FilterNeeds.Of([filter]), Token);
        var alert = new PreparedAlert();
        alert.Load(new FilterInput(sky.Alert.ToBson(), sky.Object?.ToBson()).With(beside[0]), survey.FilterView, plan);
        using var run = new FilterRun();
        try
        {
            return filter.Output(run, alert) is { } output ? BsonSerializer.Deserialize<BsonDocument>(output).ToJson() : null;
        }
        catch (FilterEvaluationException)
        {
            return "error";
        }
    }

    static string? Reference(string wrapped, RandomSky sky)
    {
        using var run = new FilterRun();
        try
        {
            var documents = FilterPipeline.Parse(wrapped, new()).Run(run, [sky.Alert.ToBson()], sky.Collection);
            return documents.Count == 0 ? null : BsonSerializer.Deserialize<BsonDocument>(documents[0]).ToJson();
        }
        catch (FilterEvaluationException)
        {
            return "error";
        }
    }
}
