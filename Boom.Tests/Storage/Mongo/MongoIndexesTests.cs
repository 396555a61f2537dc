using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

public sealed class MongoIndexesTests
{
    [Fact]
    public void Of_Ztf_HasThatOfSolarSystemObjects()
    {
        var indexes = MongoIndexes.Of(Survey.Ztf, SurveyCatalog.Default.Indexes(Survey.Ztf));

        var own = Assert.Single(indexes, index => index.Partial is { } partial && partial.Contains("candidate.ssnamenr"));
        Assert.Equal(("ZTF_alerts", "candidate.ssnamenr_1_candidate.jd_-1"), (own.Collection, own.Name));
        Assert.Equal(new BsonDocument("candidate.ssnamenr", new BsonDocument("$exists", true)), own.Partial);
        Assert.Equal(8, indexes.Count);
    }

    [Fact]
    public void Of_IndexesOfObjects_AreOnTheirCollection()
    {
        SurveyIndex[] own = [new(OfObjects: false, [("ssObjectId", false)]), new(OfObjects: true, [("designation", false)], OnlyWith: "designation")];

        var indexes = MongoIndexes.Of(Survey.Lsst, own);

        Assert.Equal([("LSST_alerts", "ssObjectId_1", false), ("LSST_alerts_aux", "designation_1", true)],
            indexes.TakeLast(2).Select(index => (index.Collection, index.Name, index.Partial is not null)));
    }
}
