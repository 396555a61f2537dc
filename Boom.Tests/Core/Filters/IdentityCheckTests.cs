using Boom.Core.Filters;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>No stage takes <c>_id</c> or <c>objectId</c> of an alert away or puts others in their place.</summary>
public sealed class IdentityCheckTests
{
    const string Project = """{"$project": {"objectId": 1}}""";

    static readonly FilterView View = SurveyCatalog.Default[Survey.Ztf].FilterView;

    [Theory]
    [InlineData("""{"$addFields": {"objectId": "x"}}""", "Stage 2 ($addFields) at 'objectId': objectId cannot be changed, it names the object")]
    [InlineData("""{"$set": {"a": 1, "_id": "$candidate.candid"}}""", "Stage 2 ($set) at '_id': _id cannot be changed, it names the alert")]
    [InlineData("""{"$addFields": {"objectId.x": 1}}""", "objectId cannot be changed")]
    [InlineData("""{"$project": {"objectId": 1, "_id": "$candidate.jd"}}""", "Stage 2 ($project) at '_id': _id cannot be changed")]
    [InlineData("""{"$project": {"objectId": 1, "_id.x": 1}}""", "Stage 2 ($project) at '_id.x': _id cannot be changed")]
    [InlineData("""{"$replaceRoot": {"newRoot": "$candidate"}}""", "Stage 2 ($replaceRoot): the object that takes the place of the alert keeps its _id and objectId")]
    [InlineData("""{"$replaceWith": {"objectId": "$objectId"}}""", "keeps its _id and objectId")]
    [InlineData("""{"$replaceWith": {"_id": "$_id", "objectId": "x"}}""", "keeps its _id and objectId")]
    [InlineData("""{"$replaceWith": {"$mergeObjects": ["$$ROOT", {"objectId": "x"}]}}""", "keeps its _id and objectId")]
    [InlineData("""{"$replaceWith": {"$mergeObjects": ["$$ROOT", "$candidate"]}}""", "keeps its _id and objectId")]
    [InlineData("""{"$replaceWith": {"$mergeObjects": ["$$ROOT", {"$literal": {"_id": 1}}]}}""", "keeps its _id and objectId")]
    [InlineData("""{"$replaceWith": {"$literal": {"a": 1}}}""", "keeps its _id and objectId")]
    public void Compile_StageThatChangesWhoAnAlertIs_IsRefused(string stage, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<FilterException>(() => Compile(stage)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"$addFields": {"object": "x", "candidate.objectId": 1}}""")]
    [InlineData("""{"$project": {"objectId": 1, "_id": 1}}""")]
    [InlineData("""{"$replaceWith": {"_id": "$_id", "objectId": "$objectId", "c": "$candidate"}}""")]
    [InlineData("""{"$replaceRoot": {"newRoot": {"$mergeObjects": ["$candidate", "$$ROOT"]}}}""")]
    [InlineData("""{"$replaceRoot": {"newRoot": {"$mergeObjects": ["$$ROOT", {"x": {"$abs": "$candidate.jd"}}]}}}""")]
    [InlineData("""{"$replaceWith": "$$ROOT"}""")]
    public void Compile_StageThatLeavesBoth_IsTaken(string stage) => Assert.Empty(Compile(stage).Warnings);

    static AlertFilter Compile(string stage) => AlertFilter.Compile($$$$$$"""[{"$match": {}}, {{{{{{stage}}}}}}, {{{{{{Project}}}}}}]""", View, new FilterRights([1]), new());
}
