using Boom.Core.Filters;
using Boom.Core.Filters.Vectors;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>An evaluation that takes long ends when it is asked to, not only between two alerts.</summary>
public sealed class StopTests
{
    // An array that doubles sixty times: it ends by its budget, if nobody asks before.
    internal const string Doubling =
        """[{"$match": {"$expr": {"$gt": [{"$size": {"$reduce": {"input": {"$range": [0, {"$add": [60, "$candidate.fid"]}]}, "initialValue": [1], "in": {"$concatArrays": ["$$value", "$$value"]}}}}, 2]}}}, {"$project": {"objectId": 1}}]""";

    static readonly FilterView View = SurveyCatalog.Default[Survey.Ztf].FilterView;

    static readonly FilterInput Input = new(BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 5.0, fid: 1, programid: 1}}").ToBson());

    [Fact]
    public void Evaluate_StoppedMeanwhile_EndsWithinTheAlert()
    {
        using var source = new CancellationTokenSource();
        var (filter, plan) = Compile();
        using var set = new FilterSet([filter], View, plan, new StoppingClock(source)) { Stop = source.Token };
        set.Load([Input]);

        Assert.Throws<OperationCanceledException>(() => set.Evaluate(0, 0));
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public void Evaluate_AfterAStop_IsAsBefore()
    {
        using var source = new CancellationTokenSource();
        var (filter, plan) = Compile();
        using var set = new FilterSet([filter], View, plan, new StoppingClock(source)) { Stop = source.Token };
        set.Load([Input]);
        Assert.Throws<OperationCanceledException>(() => set.Evaluate(0, 0));

        set.Stop = default;

        Assert.Contains("makes more than 1000000 values", set.Evaluate(0, 0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_StoppedMeanwhile_Ends()
    {
        using var source = new CancellationTokenSource();
        var (filter, plan) = Compile();
        using var run = new FilterRun(new StoppingClock(source)) { Stop = source.Token };
        var alert = new PreparedAlert();
        alert.Load(Input, View, plan);

        Assert.Throws<OperationCanceledException>(() => filter.Explain(run, alert));
    }

    [Fact]
    public void VectorRun_Stopped_EndsWithinAVector()
    {
        const string vector = """{"id": "a", "kind": "hand", "doc": {"_id": {"$numberInt": "1"}, "n": {"$numberInt": "1000"}}, "pipeline": "[{\"$project\": {\"r\": {\"$size\": {\"$range\": [0, \"$n\"]}}}}]", "ints": "int32", "documentdb": null, "agree": false, "expected": {"ok": [{"_id": {"$numberInt": "1"}, "r": {"$numberInt": "1000"}}]}}""";
        using var source = new CancellationTokenSource();

        Assert.Equal(1, VectorRun.Run([vector], source.Token).Right);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => VectorRun.Run([vector], source.Token));
    }

    static (AlertFilter Filter, FilterPlan Plan) Compile()
    {
        var plan = new FilterPlan();
        return (AlertFilter.Compile(Doubling, View, new FilterRights([1]), plan), plan);
    }

    // An evaluation that goes on looks at the clock, the first time when it has begun.
    sealed class StoppingClock(CancellationTokenSource source) : TimeProvider
    {
        public override long GetTimestamp()
        {
            source.Cancel();
            return System.GetTimestamp();
        }
    }
}
