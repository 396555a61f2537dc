using Boom.Core.Filters;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Tests.Core.Surveys;
using Boom.Tests.Support;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>Published filters on real packets as they are stored and enriched.</summary>
public sealed class StoredAlertFilterTests
{
    static readonly ISurvey Ztf = SurveyCatalog.Default[Survey.Ztf];

    // The published ones are strict: these let real alerts through to their last stage.
    static readonly string[] Loose =
    [
        """[{"$match": {"candidate.isdiffpos": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations": {"n": {"$size": "$prv_candidates"}, "first": {"$min": "$prv_candidates.jd"}, "b": "$coordinates.b", "rock": "$properties.rock"}}}]""",
        """[{"$match": {"prv_candidates.0": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations.p": {"$map": {"input": {"$sortArray": {"input": "$prv_candidates", "sortBy": {"magpsf": 1}}}, "in": {"m": {"$round": ["$$this.magpsf", 2]}, "f": "$$this.fid", "s": "$$this.isdiffpos"}}}}}]""",
        """[{"$match": {"$expr": {"$gt": [{"$size": {"$filter": {"input": "$prv_nondetections", "cond": {"$gt": ["$$this.diffmaglim", 18]}}}}, 0]}}}, {"$project": {"objectId": 1, "annotations.all": {"$map": {"input": {"$objectToArray": "$$ROOT"}, "in": "$$this.k"}}}}]""",
        """[{"$match": {}}, {"$project": {"objectId": 1, "candidate": 1, "fp_hists": 1}}, {"$project": {"objectId": 1, "annotations.c": "$candidate", "annotations.f": {"$avg": "$fp_hists.psfFlux"}}}]""",
    ];

    [Theory]
    [InlineData("boom/cats150.pipeline.json")]
    [InlineData("boom/fast.json")]
    [InlineData("")]
    public void Output_RealAlerts_IsThatOfTheReferencesJoins(string name)
    {
        var folder = Path.Combine(TestData.Require(), "filters");
        Assert.SkipUnless(Directory.Exists(folder), "There are no published filters in the folder of real packets (BOOM_TEST_DATA).");
        string[] texts = name.Length == 0 ? Loose : [File.ReadAllText(Path.Combine(folder, name))];
        using var run = new FilterRun();
        var (alerts, passed) = (0, 0);
        foreach (var packet in TestData.ZtfPackets().Take(60))
        {
            foreach (var stored in StoredDocuments.Of(Ztf, File.ReadAllBytes(packet)))
            {
                var alert = (BsonDocument)stored.Alert.DeepClone();
                alert["properties"] = stored.Properties(new ZtfEnrichment());
                var document = BsonSerializer.Deserialize<BsonDocument>(stored.Object);
                document["_id"] = alert["objectId"];
                foreach (var text in texts)
                {
                    var expected = Reference(run, text, alert, document);
                    Assert.Equal(expected, Engine(run, text, alert, document));
                    alerts++;
                    passed += expected is null ? 0 : 1;
                }
            }
        }

        Assert.True(alerts > 20, $"{alerts} alerts.");
        Assert.True(name.Length > 0 || passed > 50, $"{passed} passed.");
    }

    static string? Reference(FilterRun run, string text, BsonDocument alert, BsonDocument document)
    {
        var wrapped = ReferenceWrapping.Wrap("ZTF", BsonSerializer.Deserialize<BsonArray>(text), [1, 2], null, null);
        var output = FilterPipeline.Parse(wrapped, new()).Run(run, [alert.ToBson()], collection => collection == "ZTF_alerts_aux" ? [document.ToBson()] : []);
        return output.Count == 0 ? null : FilterCase.Text(BsonSerializer.Deserialize<BsonDocument>(output[0]));
    }

    static string? Engine(FilterRun run, string text, BsonDocument alert, BsonDocument document)
    {
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(text, Ztf.FilterView, new FilterRights([1, 2]), plan);
        var prepared = new PreparedAlert();
        prepared.Load(new FilterInput(alert.ToBson(), document.ToBson()), Ztf.FilterView, plan);
        return filter.Output(run, prepared) is { } output ? FilterCase.Text(BsonSerializer.Deserialize<BsonDocument>(output)) : null;
    }
}
