using Boom.Core.Filters;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>An explanation computes more than an evaluation, and says the same of the alert.</summary>
public sealed class ExplainVerdictTests
{
    const string Project = """{"$project": {"objectId": 1}}""";
    const string Doubles = """{"$size": {"$reduce": {"input": {"$range": [0, {"$add": [60, "$candidate.fid"]}]}, "initialValue": [1], "in": {"$concatArrays": ["$$value", "$$value"]}}}}""";

    // 600,000 values: one is within the budget, two are not.
    const string Large = """{"$size": {"$range": [0, {"$add": [599999, "$candidate.fid"]}]}}""";

    static readonly FilterView View = SurveyCatalog.Default[Survey.Ztf].FilterView;

    public static TheoryData<string> Pipelines => new()
    {
        $$$$$$"""[{"$match": {"$expr": {"$gt": [{{{{{{Doubles}}}}}}, 2]}}}, {{{{{{Project}}}}}}]""",
        $$$$$$"""[{"$match": {"candidate.fid": 1, "$expr": {"$or": [{"$lt": [{{{{{{Doubles}}}}}}, 2]}, {"$gt": ["$candidate.fid", 0]}]}}}, {{{{{{Project}}}}}}]""",
        $$$$$$"""[{"$match": {"$expr": {"$or": [{"$gt": ["$candidate.fid", 0]}, {"$lt": [{{{{{{Doubles}}}}}}, 2]}]}}}, {{{{{{Project}}}}}}]""",
        $$$$$$"""[{"$match": {}}, {"$addFields": {"n": {{{{{{Doubles}}}}}}}}, {{{{{{Project}}}}}}]""",
        $$$$$$"""[{"$match": {}}, {"$project": {"objectId": 1, "annotations": {"n": {{{{{{Doubles}}}}}}}}}]""",
        $$$$$$"""[{"$match": {"$expr": {"$gt": [{{{{{{Large}}}}}}, 2]}}}, {{{{{{Project}}}}}}]""",
        $$$$$$"""[{"$match": {"$expr": {"$and": [{"$gt": [{{{{{{Large}}}}}}, 2]}, {"$gt": [{{{{{{Large}}}}}}, 3]}]}}}, {{{{{{Project}}}}}}]""",
        $$$$$$"""[{"$match": {"$expr": {"$gt": [{{{{{{Large}}}}}}, 2]}}}, {"$match": {"$expr": {"$gt": [{{{{{{Large}}}}}}, 3]}}}, {{{{{{Project}}}}}}]""",
        """[{"$match": {}}, {"$project": {"objectId": 1, "annotations": {"a": {"$range": [0, {"$add": [200000, "$candidate.fid"]}]}}}}]""",
        """[{"$match": {"$expr": {"$anyElementTrue": {"$map": {"input": [1, 0], "in": {"$divide": ["$candidate.fid", "$$this"]}}}}}}, {"$project": {"objectId": 1}}]""",
        """[{"$match": {"$expr": {"$gt": [{"$size": "$candidate.none"}, 1]}}}, {"$project": {"objectId": 1}}]""",
    };

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Explain_Alert_SaysWhatTheEvaluationSays(string pipeline)
    {
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(pipeline, View, new FilterRights([1]), plan);
        using var set = new FilterSet([filter], View, plan);
        FilterInput input = new(BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 5.0, fid: 1, programid: 1}}").ToBson());
        set.Load([input]);
        var answer = set.Evaluate(0, 0);
        using var run = new FilterRun();
        var alert = new PreparedAlert();
        alert.Load(input, View, plan);

        for (var i = 0; i < 3; i++)
        {
            var explained = filter.Explain(run, alert);

            Assert.Equal(answer.Passed, explained.Passed);
            Assert.Equal(answer.Error is null, explained.Error is null);
            if (explained.Error is { } error)
            {
                Assert.Contains(error, answer.Error, StringComparison.Ordinal);
                Assert.Equal(error, Assert.Single(explained.Stages, stage => stage.Verdict == ExplainedVerdict.Error).Error);
            }
        }
    }

    [Fact]
    public void Explain_BudgetUsedUp_SaysSoInStageAndCondition()
    {
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(StopTests.Doubling, View, new FilterRights([1]), plan);
        using var run = new FilterRun();
        var alert = new PreparedAlert();
        alert.Load(new FilterInput(BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 5.0, fid: 1}}").ToBson()), View, plan);

        var stage = filter.Explain(run, alert).Stages[0];

        Assert.Contains("makes more than 1000000 values", stage.Error, StringComparison.Ordinal);
        Assert.Equal(stage.Error, Assert.Single(stage.Conditions).Error);
    }

    // A hundred conditions, each of which takes a large part of a budget.
    [Fact]
    public void Explain_MoreThanThereIsTimeFor_SaysWhatWasNotComputed()
    {
        var condition = $$$$$$"""{"$gt": [{{{{{{Large}}}}}}, 2]}""";
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(
            $$$$$$"""[{"$match": {"$expr": {"$or": [{{{{{{string.Join(',', Enumerable.Repeat(condition, 300))}}}}}}]}}}, {{{{{{Project}}}}}}]""", View, new FilterRights([1]), plan);
        using var run = new FilterRun();
        var alert = new PreparedAlert();
        alert.Load(new FilterInput(BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 5.0, fid: 1}}").ToBson()), View, plan);

        var explained = filter.Explain(run, alert);

        Assert.True(explained.Passed);
        var parts = explained.Stages[0].Conditions[0].Parts;
        Assert.Equal(300, parts.Count);
        Assert.Equal((ExplainedVerdict.Yes, "600000"), (parts[0].Verdict, parts[0].Found));
        Assert.Equal("not computed, the explanation takes too long", parts[^1].Found);
    }
}
