using Boom.Core.Filters;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher.Asked;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher.Asked;

/// <summary>A filter that takes long does not hold the enrichers up: it is not asked any more, and counts as one that could pass.</summary>
public sealed class DemandCostsTests
{
    // Half a million steps, and false.
    const string Slow = """[{"$match": {"$expr": {"$lt": [{"$size": {"$range": [0, {"$add": [500000, "$candidate.fid"]}]}}, 2]}}}, {"$project": {"objectId": 1}}]""";

    const string Fast = """[{"$match": {"candidate.fid": 2}}, {"$project": {"objectId": 1}}]""";

    static readonly ISurvey Ztf = SurveyCatalog.Default[Survey.Ztf];

    [Fact]
    public void FindFirst_FilterTakesLong_IsNotAskedAnyMore()
    {
        var answers = Ask(Slow, new DemandCosts(), 40);

        Assert.Equal((-1, 0), (answers[0], answers[^1]));
        Assert.InRange(answers.Count(answer => answer == -1), 2, 21);
        Assert.Equal(answers.Order(), answers);
    }

    [Fact]
    public void FindFirst_FiltersAreReadAgain_AsksAnew()
    {
        var costs = new DemandCosts();
        Ask(Slow, costs, 40);

        Assert.Equal(-1, Assert.Single(Ask(Slow, costs, 1)));
    }

    [Fact]
    public void FindFirst_FilterIsFast_IsAskedAllTheTime() => Assert.All(Ask(Fast, new DemandCosts(), 5000), answer => Assert.Equal(-1, answer));

    static List<int> Ask(string pipeline, DemandCosts costs, int times)
    {
        var filter = new StoredFilter("a", "A", Survey.Ztf, [new FilterVersion("v1", pipeline, 0)])
        {
            IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1] },
        };
        var filters = DemandFilters.Compile(Ztf, [filter], knowsPartner: true);
        using var run = new FilterRun();
        var alert = new PreparedAlert();
        alert.Load(new FilterInput(BsonDocument.Parse("{_id: NumberLong(1), objectId: 'a', candidate: {jd: 5.0, fid: 1, programid: 1}}").ToBson()), Ztf.FilterView, filters.Plan);
        return [.. Enumerable.Range(0, times).Select(_ => filters.FindFirst(run, costs, alert, 1, 0, out var _))];
    }
}
