using System.Globalization;
using Boom.Core.Filters;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

public sealed class PipelineCheckTests
{
    const string Match = """{"$match": {"candidate.drb": {"$gt": 0.5}}}""";
    const string Project = """{"$project": {"objectId": 1, "annotations.mag": "$candidate.magpsf"}}""";

    static readonly FilterView View = SurveyCatalog.Default[Survey.Ztf].FilterView;

    [Theory]
    [InlineData($"[{Match}, {Project}]")]
    [InlineData($"[{{\"$match\": {{}}}}, {Project},]")]
    [InlineData($"[ // comments\n {Match}, /* and \n more */ {Project}]")]
    [InlineData($"[{Match}, {{\"$project\": {{\"candidate.jd\": 0}}}}, {Project}]")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": true, \"candidate\": 1}}}}, {Project}]")]
    [InlineData($"[{Match}, {{\"$unset\": [\"candidate.jd\", \"properties\"]}}, {Project}]")]
    public void Compile_PipelineThatKeepsTheRules_IsTaken(string pipeline) => Assert.Empty(Compile(pipeline).Warnings);

    [Theory]
    [InlineData("[]", "A pipeline has at least one $match and ends with a $project")]
    [InlineData("{}", "A pipeline is an array of stages")]
    [InlineData("[1]", "Stage 1 (?): a stage is an object with one name")]
    [InlineData($"[{{\"$match\": {{}}, \"$project\": {{}}}}, {Project}]", "Stage 1 (?): a stage is an object with one name")]
    [InlineData($"[{Match}, {{\"$project\": {{\"_id\": 0, \"objectId\": 1}}}}]", "Stage 2 ($project) at '_id': _id cannot be left out")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 0, \"candidate.jd\": 0}}}}, {Project}]", "Stage 2 ($project) at 'objectId': objectId cannot be left out")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 0}}}}, {Project}]", "Stage 2 ($project) at 'objectId': objectId cannot be left out")]
    [InlineData($"[{Match}, {{\"$project\": {{\"candidate\": 1}}}}, {Project}]", "Stage 2 ($project): a $project keeps objectId")]
    [InlineData($"[{Match}, {{\"$unset\": \"objectId\"}}, {Project}]", "Stage 2 ($unset) at 'objectId': objectId cannot be removed")]
    [InlineData($"[{Match}, {{\"$unset\": [\"x\", \"_id\"]}}, {Project}]", "Stage 2 ($unset) at '_id': _id cannot be removed")]
    [InlineData($"[{Match}, {{\"$unset\": 1}}, {Project}]", "Stage 2 ($unset)")]
    [InlineData($"[{Project}, {Match}]", "A pipeline ends with a $project that keeps objectId")]
    [InlineData($"[{Match}, {{\"$project\": {{\"candidate.jd\": 0}}}}]", "A pipeline ends with a $project that keeps objectId")]
    [InlineData($"[{Project}]", "A pipeline has at least one $match")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"x\": {{\"$sqroot\": 4}}}}}}]", "$sqroot is not an operator known here; the nearest that is supported is $sqrt")]
    [InlineData($"[{{\"$match\": {{\"candidate.drb\": {{\"$greater\": 1}}}}}}, {Project}]", "'candidate.drb': $greater is not an operator that may follow a path")]
    [InlineData($"[{{\"$matches\": {{}}}}, {Project}]", "the nearest that is supported is $match")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"x\": \"$$nope\"}}}}]", "the variable $$nope is not defined here")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"x\": {{\"$divide\": [1, 0]}}}}}}]", "Stage 2 ($project) at 'x': the constant part cannot be computed, as $divide by zero")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"x\": {{\"$function\": {{}}}}}}}}]", "at 'x.$function': $function runs JavaScript, which a filter does not.")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"x\": {{\"$rand\": {{}}}}}}}}]", "at 'x.$rand': $rand answers differently each time, which is not allowed.")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"x\": {{\"$dateDiff\": {{}}}}}}}}]", "at 'x.$dateDiff': $dateDiff is not supported: times of alerts are Julian dates, which are numbers of days: $subtract gives the days between two.")]
    [InlineData($"[{Match}, {{\"$project\": {{\"objectId\": 1, \"x\": {{\"$qqqqqq\": {{}}}}}}}}]", "at 'x.$qqqqqq': $qqqqqq is not an operator known here; docs/filters.md lists those that are.")]
    [InlineData($"[{{\"$match\": {{\"$where\": \"this.a > 1\"}}}}, {Project}]", "$where is JavaScript, which is not run here; a match takes paths, $and, $or, $nor and $expr.")]
    [InlineData($"[{{\"$match\": {{\"candidate.drb\": {{\"$greater\": 1}}}}}}, {Project}]", "$type and $regex; the nearest is $gt.")]
    [InlineData($"[{{\"$match\": {{\"candidate.drb\": {{\"$gtee\": 1}}}}}}, {Project}]", "$type and $regex; the nearest is $gte.")]
    [InlineData($"[{{\"$match\": {{\"candidate.jd\": {{\"$gt\": {{\"$date\": \"2026-01-01T00:00:00Z\"}}}}}}}}, {Project}]", "'candidate.jd': $gt takes a value: {\"$date\": …} is of Extended JSON and means nothing in a filter; times of alerts are Julian dates, so compare a field such as candidate.jd with a number")]
    [InlineData($"[{{\"$match\": {{\"candidate.jd\": {{\"$in\": [1, {{\"a\": {{\"$numberLong\": \"1\"}}}}]}}}}}}, {Project}]", "{\"$numberLong\": …} is of Extended JSON and means nothing in a filter; write the number alone")]
    [InlineData($"[{{\"$match\": {{\"$expr\": {{\"$gt\": [\"$candidate.jd\", {{\"$date\": \"2026-01-01\"}}]}}}}}}, {Project}]", "{\"$date\": …} is of Extended JSON and means nothing in a filter")]
    [InlineData("", "A pipeline is empty.")]
    [InlineData(" \n", "A pipeline is empty.")]
    [InlineData($"[{Match},\n {Project}", "A pipeline is not JSON at line 2, byte 71, where it ends: a bracket or a quotation mark is not closed")]
    [InlineData($"[{Match},\n {{\"$proj", "where it ends: a bracket or a quotation mark is not closed")]
    [InlineData("[{'$match': {}}]", "A pipeline is not JSON at line 1, byte 3: names and texts stand in double quotes, not in single ones.")]
    [InlineData("[{$match: {}}]", "A pipeline is not JSON at line 1, byte 3: names and texts stand in double quotes.")]
    [InlineData("[{\"$match\": {\"a\": NaN}}]", "A pipeline is not JSON at line 1, byte 19: JSON has no NaN.")]
    [InlineData("[{\"$match\": {\"a\": True}}]", "A pipeline is not JSON at line 1, byte 19: True is written true.")]
    [InlineData($"[{Match}, {Project}", "A pipeline is not JSON at line 1")]
    [InlineData($"[{Match}, {Project}] 1", "A pipeline is not JSON at line 1")]
    public void Compile_PipelineThatBreaksARule_IsRefusedWithPlaceAndReason(string pipeline, string sentence)
        => Assert.Contains(sentence, Assert.Throws<FilterException>(() => Compile(pipeline)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"$sort\": {\"candidate.jd\": -1}}", "$sort")]
    [InlineData("{\"$limit\": 5}", "$limit")]
    public void Compile_StageThatNeedsOtherAlerts_IsWarnedOf(string stage, string name)
        => Assert.Contains($"Stage 2 ({name}) has no effect", Assert.Single(Compile($"[{Match}, {stage}, {Project}]").Warnings), StringComparison.Ordinal);

    [Fact]
    public void Compile_NameThatStandsTwice_IsWarnedOf()
        => Assert.Contains(
            "Stage 1: candidate.drb stands twice in one object. Both count here, and only the last in MongoDB",
            Assert.Single(Compile($"[{{\"$match\": {{\"candidate.drb\": {{\"$gt\": 0.5}}, \"candidate.drb\": {{\"$lt\": 0.9}}}}}}, {Project}]").Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData(17.0, 2)]
    [InlineData(19.5, 0)]
    public void Evaluate_AlertThatEnds_NamesItsStage(double magnitude, int endedAt)
    {
        var plan = new FilterPlan();
        var filter = AlertFilter.Compile($"[{Match}, {{\"$match\": {{\"candidate.magpsf\": {{\"$gt\": 18}}}}}}, {Project}]", View, new FilterRights([1]), plan);
        using var set = new FilterSet([filter], View, plan);
        set.Load([new FilterInput(BsonDocument.Parse(string.Create(CultureInfo.InvariantCulture, $"{{\"_id\": 1, \"objectId\": \"a\", \"candidate\": {{\"drb\": 0.9, \"magpsf\": {magnitude}}}}}")).ToBson())]);

        Assert.Equal(endedAt, set.Evaluate(0, 0).EndedAt);
        Assert.Equal([(1, "$match"), (2, "$match"), (3, "$project")], filter.StageList);
    }

    [Fact]
    public void Compile_SurveyWithProgramsAndNoPermissions_IsRefused()
    {
        var fault = Assert.Throws<FilterException>(() => AlertFilter.Compile($"[{Match}, {Project}]", View, FilterRights.All, new()));

        Assert.Contains("needs permissions", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_PartsOfTheObject_AreNamed()
    {
        var filter = Compile("""[{"$match": {"LSST.prv_candidates.0": {"$exists": true}, "sso_history.3": {"$exists": true}}}, {"$project": {"objectId": 1}}]""");

        Assert.True(filter.NeedsObject && filter.NeedsPartner && filter.NeedsHistory);
    }

    [Fact]
    public void Compile_AlertAlone_NeedsNothingElse()
    {
        var filter = Compile($"[{Match}, {Project}]");

        Assert.False(filter.NeedsObject || filter.NeedsPartner || filter.NeedsHistory);
    }

    static AlertFilter Compile(string pipeline) => AlertFilter.Compile(pipeline, View, new FilterRights([1]), new());
}
