using Boom.Core.Filters;
using Boom.Core.Surveys;
using CsCheck;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Filters;

public sealed class WrappingTests
{
    static readonly string[] Pipelines =
    [
        """[{"$match": {"candidate.drb": {"$gt": 0.5}}}, {"$project": {"objectId": 1, "annotations.mag": "$candidate.magpsf"}}]""",
        """[{"$match": {"prv_candidates.1": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations.n": {"$size": "$prv_candidates"}, "annotations.jd": "$prv_candidates.jd"}}]""",
        """[{"$match": {}}, {"$project": {"objectId": 1, "candidate": 1, "prv_candidates": 1, "fp_hists": 1, "cross_matches": 1}}, {"$match": {"fp_hists.0": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations": {"p": "$prv_candidates.programid", "x": "$cross_matches.NED.z"}}}]""",
        """[{"$match": {"aliases.LSST.0": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations.a": "$aliases"}}]""",
        """[{"$match": {"LSST.prv_candidates.0": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations.l": "$LSST.prv_candidates.jd", "annotations.n": {"$size": "$LSST.fp_hists"}}}]""",
        """[{"$match": {"ZTF.prv_candidates.0": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations.l": "$ZTF.prv_candidates.programid", "annotations.all": "$ZTF"}}]""",
        """[{"$match": {"candidate.drb": {"$gt": 0.1}}}, {"$match": {"$expr": {"$gt": [{"$size": "$sso_history"}, 1]}}}, {"$project": {"objectId": 1, "annotations.h": "$sso_history"}}]""",
        """[{"$match": {"sso_history.0": {"$exists": true}, "prv_candidates.0": {"$exists": true}}}, {"$project": {"objectId": 1, "annotations.h": "$sso_history.jd", "annotations.r": {"$objectToArray": "$$ROOT"}}}]""",
        """[{"$match": {"candidate.drb": {"$gt": 0.1}}}, {"$addFields": {"n": {"$size": "$prv_candidates"}, "prv_candidates.k": 1, "cross_matches.NED": 7}}, {"$match": {"n": {"$gte": 1}}}, {"$project": {"objectId": 1, "annotations": {"p": "$prv_candidates", "n": "$n", "x": "$cross_matches"}}}]""",
        """[{"$match": {"boom": {"$exists": false}, "created_at": null}}, {"$project": {"objectId": 1, "annotations.k": {"$map": {"input": {"$objectToArray": "$$ROOT"}, "in": "$$this.k"}}, "prv_nondetections": 1}}]""",
        """[{"$match": {"$expr": {"$anyElementTrue": {"$map": {"input": "$prv_candidates", "as": "p", "in": {"$and": [{"$lt": ["$$p.magpsf", 20]}, {"$eq": ["$$p.band", "g"]}]}}}}}}, {"$project": {"objectId": 1, "annotations.best": {"$min": "$prv_candidates.magpsf"}}}]""",
        """[{"$match": {}}, {"$set": {"prv_candidates": "gone", "aux": 5}}, {"$unset": "fp_hists"}, {"$project": {"objectId": 1, "annotations": {"p": "$prv_candidates", "f": "$fp_hists", "aux": "$aux"}}}]""",
        """[{"$match": {}}, {"$replaceWith": {"objectId": "$objectId", "_id": "$_id", "p": "$prv_candidates", "c": "$candidate"}}, {"$match": {"p.magpsf": {"$lt": 20}}}, {"$project": {"objectId": 1, "annotations": {"m": "$p.magpsf", "again": "$prv_candidates"}}}]""",
        """[{"$match": {}}, {"$project": {"objectId": 1, "prv_candidates.jd": 1, "prv_candidates.band": 1}}, {"$project": {"objectId": 1, "annotations.p": "$prv_candidates"}}]""",
        """[{"$match": {}}, {"$sort": {"candidate.jd": 1}}, {"$limit": 3}, {"$project": {"objectId": 1, "annotations.m": {"$let": {"vars": {"p": {"$sortArray": {"input": "$prv_candidates", "sortBy": {"jd": -1}}}}, "in": {"$arrayElemAt": ["$$p.magpsf", 0]}}}}}]""",
    ];

    [Theory]
    [InlineData("ZTF")]
    [InlineData("LSST")]
    public void Output_AnyAlertAndObject_IsThatOfTheJoinsOfTheReference(string survey)
    {
        var passed = 0;
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var sky = new RandomSky(seed, survey);
                var text = Pipelines[sky.Random.Next(Pipelines.Length)];
                int[] programs = sky.Random.Next(4) switch { 0 => [1], 1 => [1, 2], 2 => [2, 3], _ => [1, 2, 3] };
                int[]? ztf = sky.Random.Next(2) == 0 ? null : [1, 2];
                var watchlist = sky.Random.Next(4) == 0 ? "watchlist_hosts" : null;
                var stages = BsonSerializer.Deserialize<BsonArray>(text);
                var expected = Reference(ReferenceWrapping.Wrap(survey, stages, programs, ztf, watchlist), sky);

                var found = Engine(text, survey, new FilterRights(survey == "ZTF" ? programs : null, ztf, watchlist), sky);

                passed += expected is null ? 0 : 1;
                Assert.True(expected == found, $"{text}\nof {sky.Alert.ToJson()}\nand {sky.Object?.ToJson()}\nwanted {expected}\nfound  {found}");
            },
            seed: "0000KoIPAg9X",
            iter: 3000,
            threads: 1);
        Assert.InRange(passed, 500, 2900);
    }

    [Fact]
    public void Evaluate_PointsOfOtherPrograms_AreNeverSeen()
    {
        var view = SurveyCatalog.Default[Survey.Ztf].FilterView;
        var plan = new FilterPlan();
        var text = """[{"$match": {}}, {"$project": {"objectId": 1, "annotations.p": "$prv_candidates.programid", "annotations.f": "$fp_hists.programid"}}]""";
        var filters = new[] { 1, 2, 3 }.Select(program => AlertFilter.Compile(text, view, new FilterRights([program]), plan)).ToArray();
        using var set = new FilterSet(filters, view, plan);

        for (var seed = 0; seed < 200; seed++)
        {
            var sky = new RandomSky(seed, "ZTF");
            set.Load([sky.Input]);
            for (var i = 0; i < filters.Length; i++)
            {
                var annotations = BsonSerializer.Deserialize<BsonDocument>(set.Evaluate(i, 0).Annotations.ToArray());
                Assert.All(annotations["p"].AsBsonArray.Concat(annotations["f"].AsBsonArray), program => Assert.Equal(i + 1, program.ToInt32()));
            }
        }
    }

    [Fact]
    public void Evaluate_ManyAlertsAndFilters_AreThoseOfOneByOne()
    {
        var view = SurveyCatalog.Default[Survey.Ztf].FilterView;
        var plan = new FilterPlan();
        var filters = Pipelines.Select((text, i) => AlertFilter.Compile(text, view, new FilterRights(i % 2 == 0 ? [1] : [1, 2]), plan)).ToArray();
        using var set = new FilterSet(filters, view, plan);
        for (var batch = 0; batch < 10; batch++)
        {
            var skies = Enumerable.Range(batch * 50, 50 - (batch * 3)).Select(seed => new RandomSky(seed, "ZTF")).ToArray();
            set.Load([.. skies.Select(sky => sky.Input)]);
            for (var i = 0; i < filters.Length; i++)
            {
                for (var j = 0; j < skies.Length; j++)
                {
                    var alone = Engine(Pipelines[i], "ZTF", new FilterRights(i % 2 == 0 ? [1] : [1, 2]), skies[j]);
                    var answer = set.Evaluate(i, j);
                    Assert.Equal(alone is not null && !alone.StartsWith("error", StringComparison.Ordinal), answer.Passed);
                }
            }
        }
    }

    [Fact]
    public async Task Evaluate_ManyThreadsWhileOthersCompile_AllGetTheSameAnswers()
    {
        var view = SurveyCatalog.Default[Survey.Ztf].FilterView;
        var plan = new FilterPlan();
        var filters = Pipelines.Select(text => AlertFilter.Compile(text, view, new FilterRights([1, 2]), plan)).ToArray();
        var inputs = Enumerable.Range(0, 60).Select(seed => new RandomSky(seed, "ZTF").Input).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            using var set = new FilterSet(filters, view, plan);
            var answers = new List<string>();
            for (var turn = 0; turn < 10; turn++)
            {
                AlertFilter.Compile(Pipelines[turn % Pipelines.Length].Replace("drb", $"drb{thread}{turn}", StringComparison.Ordinal), view, new FilterRights([3]), plan);
                set.Load(inputs);
                answers.Clear();
                for (var i = 0; i < filters.Length * inputs.Length; i++)
                {
                    var answer = set.Evaluate(i / inputs.Length, i % inputs.Length);
                    answers.Add($"{answer.Passed} {answer.Error} {Convert.ToHexString(answer.Annotations.Span)}");
                }
            }

            return string.Join('\n', answers);
        })));

        Assert.Single(answers.Distinct());
        Assert.Contains("True", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_AlertLoadedBeforeTheFilterWasCompiled_IsAFaultOfTheCaller()
    {
        var view = SurveyCatalog.Default[Survey.Ztf].FilterView;
        var plan = new FilterPlan();
        var alert = new PreparedAlert();
        alert.Load(new RandomSky(1, "ZTF").Input, view, plan);
        var filter = AlertFilter.Compile(Pipelines[1], view, new FilterRights([1]), plan);
        using var run = new FilterRun();

        Assert.Throws<InvalidOperationException>(() => filter.Evaluate(run, alert));
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

    static string? Engine(string text, string survey, FilterRights rights, RandomSky sky)
    {
        var view = SurveyCatalog.Default[survey == "ZTF" ? Survey.Ztf : Survey.Lsst].FilterView;
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(text, view, rights, plan);
        var alert = new PreparedAlert();
        alert.Load(sky.Input, view, plan);
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
}
