using Boom.Lab.Bench.Filters;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Lab.Bench.Filters;

public sealed class LongLightCurvesTests
{
    const double Jd = 2461042.5;

    static readonly byte[] Alert = new BsonDocument { { "_id", 1L }, { "candidate", new BsonDocument { { "jd", Jd }, { "band", "r" } } } }.ToBson();

    [Fact]
    public void Extend_ThreePoints_AreRepeatedAtEarlierTimesAndElseAsTheyWere()
    {
        var stored = Object(Point(Jd - 4, "r", 18.1), Point(Jd - 3, "g", 17), Point(Jd - 2, "r", 18.2), Point(Jd, "r", 18.3));

        var extended = BsonSerializer.Deserialize<BsonDocument>(LongLightCurves.Extend(Alert, stored, 8)!);

        var points = extended["prv_candidates"].AsBsonArray.Select(point => point.AsBsonDocument).ToArray();
        Assert.Equal([18.2, 18.3, 18.1, 18.2, 18.3, 18.1, 18.2, 18.3], points.Select(point => point["magpsf"].AsDouble));
        Assert.Equal([-12, -10, -9, -7, -5, -4, -2, 0], points.Select(point => point["jd"].AsDouble - Jd));
        Assert.All(points, point => Assert.Equal(["jd", "band", "magpsf", "programid"], point.Names));
        Assert.Equal(["_id", "prv_candidates", "fp_hists"], extended.Names);
        Assert.Single(extended["fp_hists"].AsBsonArray);
    }

    [Fact]
    public void Extend_OnePoint_StaysWithinAYear()
    {
        var extended = BsonSerializer.Deserialize<BsonDocument>(LongLightCurves.Extend(Alert, Object(Point(Jd, "r", 18)), 400)!);

        var times = extended["prv_candidates"].AsBsonArray.Select(point => point["jd"].AsDouble).ToArray();
        Assert.Equal(400, times.Distinct().Count());
        Assert.InRange(times[0], Jd - 351, Jd);
        Assert.Equal(Jd, times[^1]);
    }

    [Fact]
    public void Extend_NoPointInTheBand_IsNull() => Assert.Null(LongLightCurves.Extend(Alert, Object(Point(Jd, "g", 18)), 5));

    static BsonDocument Point(double jd, string band, double magnitude) =>
        new() { { "jd", jd }, { "band", band }, { "magpsf", magnitude }, { "programid", 1 } };

    static byte[] Object(params BsonDocument[] points) =>
        new BsonDocument { { "_id", "o" }, { "prv_candidates", new BsonArray(points) }, { "fp_hists", new BsonArray { 1 } } }.ToBson();
}
