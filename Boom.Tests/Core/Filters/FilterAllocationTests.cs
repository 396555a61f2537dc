using Boom.Core.Filters;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

public sealed class FilterAllocationTests
{
    const string Alert =
        "{_id: NumberLong(1), objectId: 'ABC21abc', candidate: {jd: 2461000.5, jdstarthist: 2460990.5, drb: 0.93, rb: 0.7, isdiffpos: true, magpsf: 18.2, programid: 1, band: 'g'}, "
        + "classifications: {acai_h: 0.8}, properties: {rock: false, star: false}}";

    const string Object =
        "{_id: 'ABC21abc', prv_candidates: [{jd: 2461000.1, magpsf: 19.1, programid: 1, band: 'g'}, {jd: 2461000.3, magpsf: 18.9, programid: 1, band: 'r'}], cross_matches: {NED: [{z: 0.1}]}}";

    [Theory]
    [InlineData("{\"candidate.drb\": {\"$gt\": 0.5}, \"candidate.isdiffpos\": true, \"candidate.magpsf\": {\"$lt\": 19}}")]
    [InlineData("{\"$or\": [{\"classifications.acai_h\": {\"$gt\": 0.9}}, {\"properties.rock\": {\"$ne\": true}}], \"candidate.band\": {\"$in\": [\"g\", \"r\"]}}")]
    [InlineData("{\"$expr\": {\"$and\": [{\"$gt\": [\"$candidate.drb\", 0.5]}, {\"$lt\": [{\"$subtract\": [\"$candidate.jd\", \"$candidate.jdstarthist\"]}, 30]}]}}")]
    [InlineData("{\"prv_candidates.1\": {\"$exists\": true}, \"cross_matches.NED\": {\"$elemMatch\": {\"z\": {\"$gt\": 0.01}}}}")]
    [InlineData("{\"$expr\": {\"$anyElementTrue\": {\"$map\": {\"input\": \"$prv_candidates\", \"as\": \"p\", \"in\": {\"$lt\": [\"$$p.magpsf\", 19]}}}}}")]
    public void Evaluate_FilterOfAnAlert_AllocatesNothing(string condition)
    {
        var view = SurveyCatalog.Default[Survey.Ztf].FilterView;
        var plan = new FilterPlan();
        var text = $"[{{\"$match\": {condition}}}, {{\"$project\": {{\"objectId\": 1, \"annotations\": {{\"mag\": {{\"$round\": [\"$candidate.magpsf\", 2]}}, \"score\": \"$classifications.acai_h\"}}}}}}]";
        var filter = AlertFilter.Compile(text, view, new FilterRights([1]), plan);
        using var set = new FilterSet([filter], view, plan);
        FilterInput[] inputs = [new(BsonDocument.Parse(Alert).ToBson(), BsonDocument.Parse(Object).ToBson())];
        var passed = 0;
        // The first runs make room.
        for (var i = 0; i < 200; i++)
            passed += Evaluate(set, inputs);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            passed += Evaluate(set, inputs);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(300, passed);
        Assert.Equal(0, allocated);
    }

    static int Evaluate(FilterSet set, FilterInput[] inputs)
    {
        set.Load(inputs);
        return set.Evaluate(0, 0) is { Passed: true, Annotations.Length: > 0 } ? 1 : 0;
    }
}
