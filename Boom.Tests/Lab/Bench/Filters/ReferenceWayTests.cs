using Boom.Lab.Bench.Filters;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Lab.Bench.Filters;

public sealed class ReferenceWayTests
{
    [Fact]
    public void Wrap_ConditionsOnTheAlert_NeedNoJoin()
    {
        var stages = ReferenceWay.Wrap("""[{"$match": {"candidate.drb": {"$gt": 0.5}}}, {"$project": {"objectId": 1}}]""", [1L, 2L]);

        Assert.Equal("$match $project $match $project", Names(stages));
        Assert.Equal(new BsonArray { 1L, 2L }, stages[0]["$match"]["_id"]["$in"]);
        Assert.Equal(["objectId", "candidate", "classifications", "properties", "coordinates"], stages[1]["$project"].AsBsonDocument.Names);
    }

    [Fact]
    public void Wrap_LightCurve_IsJoinedBeforeTheFirstStageThatNamesIt()
    {
        var stages = ReferenceWay.Wrap(
            """[{"$match": {"candidate.drb": {"$gt": 0.5}}}, {"$match": {"prv_candidates.1": {"$exists": true}}}, {"$project": {"objectId": 1, "fp_hists": 1}}]""", [1L]);

        Assert.Equal("$match $project $match $lookup $addFields $addFields $match $project", Names(stages));
        Assert.Equal(["prv_candidates", "fp_hists", "aux"], stages[5]["$addFields"].AsBsonDocument.Names);
    }

    static string Names(BsonDocument[] stages) => string.Join(' ', stages.Select(stage => stage.GetElement(0).Name));
}
