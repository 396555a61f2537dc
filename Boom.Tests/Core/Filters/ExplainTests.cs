using Boom.Core.Filters;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

public sealed class ExplainTests
{
    const string Project = """{"$project": {"objectId": 1, "annotations": {"mag": {"$round": ["$candidate.magpsf", 1]}, "none": "$candidate.nope"}}}""";

    static readonly FilterView View = SurveyCatalog.Default[Survey.Ztf].FilterView;

    [Fact]
    public void Explain_PassingAlert_HasEveryConditionAndValue()
    {
        var explained = Explain("""{"$match": {"candidate.drb": {"$gt": 0.5}, "prv_candidates.1": {"$exists": true}}}""");

        Assert.True(explained.Passed);
        Assert.Null(explained.FirstFailed);
        Assert.Equal(["object", "$match", "$project"], explained.Stages.Select(stage => stage.Name));
        Assert.All(explained.Stages, stage => Assert.Equal(ExplainedVerdict.Yes, stage.Verdict));
        Assert.Equal(("prv_candidates", "2 points"), (explained.Stages[0].Values[0].Path, explained.Stages[0].Values[0].Value));
        Assert.Equal(["candidate.drb > 0.5: 0.7", "prv_candidates.1 exists: {\"jd\": 4.5, \"programid\": 1}"], explained.Stages[1].Conditions.Select(one => $"{one.Text}: {one.Found}"));
        Assert.Equal(["annotations.mag = 18", "annotations.none = missing"], explained.Stages[2].Values.Select(value => $"{value.Path} = {value.Value}"));
    }

    [Fact]
    public void Explain_ConditionThatFails_IsNamedWithWhatItNeeds()
    {
        var explained = Explain("""{"$match": {"candidate.drb": {"$gt": 0.5, "$lt": 0.6}, "candidate.rb": {"$gt": 0.1}}}""");

        Assert.False(explained.Passed);
        Assert.Equal(ExplainedVerdict.No, explained.Stages[0].Verdict);
        Assert.Equal(ExplainedVerdict.NotReached, explained.Stages[1].Verdict);
        Assert.Equal(("candidate.drb < 0.6", "0.7", "0.1 less"), (explained.FirstFailed!.Text, explained.FirstFailed.Found, explained.FirstFailed.Needed));
        Assert.Equal("candidate.rb > 0.1: missing", $"{explained.Stages[0].Conditions[^1].Text}: {explained.Stages[0].Conditions[^1].Found}");
        Assert.True(explained.Stages[0].Conditions[^1].Decided);
    }

    [Fact]
    public void Explain_TreeOfExpressions_HasEveryComparison()
    {
        var explained = Explain("""{"$match": {"$expr": {"$and": [{"$gt": ["$candidate.drb", 0.5]}, {"$or": [{"$lt": [{"$subtract": ["$candidate.jd", "$candidate.jdstarthist"]}, 1]}, {"$not": ["$candidate.isdiffpos"]}]}]}}}""");

        var all = Assert.Single(explained.Stages[0].Conditions);
        Assert.Equal(["Yes candidate.drb > 0.5: 0.7", "No ((candidate.jd − candidate.jdstarthist) < 1) or not(candidate.isdiffpos): "], all.Parts.Select(one => $"{one.Verdict} {one.Text}: {one.Found}"));
        Assert.Equal("No (candidate.jd − candidate.jdstarthist) < 1: 2", $"{all.Parts[1].Parts[0].Verdict} {all.Parts[1].Parts[0].Text}: {all.Parts[1].Parts[0].Found}");
        Assert.Equal(all.Parts[1], explained.FirstFailed);
        Assert.Equal("No not candidate.isdiffpos: true", $"{all.Parts[1].Parts[1].Verdict} {all.Parts[1].Parts[1].Text}: {all.Parts[1].Parts[1].Found}");
    }

    [Fact]
    public void Explain_AnyElement_CountsThem()
    {
        var explained = Explain("""{"$match": {"$expr": {"$anyElementTrue": {"$map": {"input": "$prv_candidates", "in": {"$gt": ["$$this.magpsf", 25]}}}}}}""");

        Assert.Equal("true for 0 of 2 elements", explained.FirstFailed!.Found);
    }

    [Fact]
    public void Explain_ErrorInAStage_IsToldInItsPlace()
    {
        var explained = Explain("""{"$match": {}}, {"$addFields": {"x": {"$divide": [1, {"$subtract": ["$candidate.drb", "$candidate.drb"]}]}}}""");

        Assert.False(explained.Passed);
        Assert.Equal("$divide by zero", explained.Error);
        Assert.Equal((ExplainedVerdict.Error, "$divide by zero"), (explained.Stages[1].Verdict, explained.Stages[1].Values[0].Error));
    }

    [Fact]
    public void Explain_GuardedError_DoesNotFailTheAlert()
    {
        var explained = Explain("""{"$match": {"$expr": {"$or": [{"$gt": ["$candidate.drb", 0.5]}, {"$gt": [{"$size": "$nope"}, 1]}]}}}""");

        Assert.True(explained.Passed);
        var guarded = explained.Stages[0].Conditions[0].Parts[1];
        Assert.Equal((ExplainedVerdict.Error, true), (guarded.Verdict, guarded.Decided));
    }

    [Theory]
    [InlineData("""{"prv_candidates": {"$size": 44}}""", "2 elements")]
    [InlineData("""{"prv_candidates": {"$not": {"$size": 2}}}""", "2 elements")]
    [InlineData("""{"prv_candidates": {"$exists": false}}""", "2 elements")]
    [InlineData("""{"candidate.drb": {"$size": 1}}""", "0.7")]
    [InlineData("""{"$expr": {"$lt": [{"$toDate": 1767225600000}, "$candidate.nope"]}}""", "2026-01-01T00:00:00.000Z and missing")]
    [InlineData("""{"$expr": {"$lt": [{"$toDate": 9223372036854775807}, "$candidate.nope"]}}""", "date 9223372036854775807 ms and missing")]
    public void Explain_WhatWasFound_IsWrittenForPeople(string condition, string found) => Assert.Equal(found, Explain($"{{\"$match\": {condition}}}").FirstFailed!.Found);

    [Theory]
    [InlineData("{\"a\": {\"$ne\": 3}}", "a ≠ 3")]
    [InlineData("{\"a\": {\"$in\": [1, \"x\"]}}", "a is in [1, \"x\"]")]
    [InlineData("{\"a\": {\"$nin\": [1]}}", "a is not in [1]")]
    [InlineData("{\"a\": {\"$exists\": false}}", "a does not exist")]
    [InlineData("{\"a\": null}", "a = null")]
    [InlineData("{\"a\": {\"$elemMatch\": {\"z\": {\"$gt\": 1}}}}", "an element of a is such that z > 1")]
    [InlineData("{\"a\": {\"$size\": 2}}", "a has 2 elements")]
    [InlineData("{\"a\": {\"$not\": {\"$gt\": 2}}}", "a not > 2")]
    [InlineData("{\"$expr\": {\"$lt\": [{\"$abs\": \"$candidate.sgmag1\"}, 17]}}", "abs(candidate.sgmag1) < 17")]
    [InlineData("{\"$expr\": {\"$in\": [\"$candidate.fid\", [1, 2]]}}", "in(candidate.fid, [1, 2])")]
    public void Explain_Conditions_AreWrittenForPeople(string condition, string text)
        => Assert.Equal(text, Explain($"{{\"$match\": {condition}}}").Stages[0].Conditions[0].Text);

    static FilterExplanation Explain(string stages)
    {
        var pipeline = $"[{stages}, {Project}]";
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile(pipeline, View, new FilterRights([1]), plan);
        var alert = new PreparedAlert();
        alert.Load(
            new FilterInput(
                BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 5.0, jdstarthist: 3.0, drb: 0.7, isdiffpos: true, magpsf: 18.04}}").ToBson(),
                BsonDocument.Parse("{prv_candidates: [{jd: 4.0, magpsf: 19.0, programid: 1}, {jd: 4.5, programid: 1}, {jd: 4.5, programid: 2}]}").ToBson()),
            View,
            plan);
        using var run = new FilterRun();
        var explained = filter.Explain(run, alert);
        using var set = new FilterSet([filter], View, plan);
        set.Load([alert.Input]);
        Assert.Equal(set.Evaluate(0, 0).Passed, explained.Passed);
        return explained;
    }
}
