using Xunit;

namespace Boom.Tests.Core.Matching;

public sealed class MatchAllocationTests
{
    const string Alert =
        "{objectId: 'ABC21abc', candidate: {jd: 2461000.5, drb: 0.93, rb: 0.7, isdiffpos: true, magpsf: 18.2, programid: 1}, "
        + "properties: {rock: false, star: false}, prv_candidates: [{jd: 2461000.1, magpsf: 19.1}, {jd: 2461000.3, magpsf: 18.9}]}";

    [Theory]
    [InlineData("{'candidate.drb': {'$gte': 0.5}, 'properties.rock': false}")]
    [InlineData("{'candidate.programid': {'$in': [1, 2, 3]}, 'candidate.rb': {'$nin': [0, 1]}}")]
    [InlineData("{'$or': [{'candidate.magpsf': {'$lt': 5}}, {'prv_candidates.magpsf': {'$not': {'$gt': 25}}}]}")]
    [InlineData("{'prv_candidates': {'$elemMatch': {'jd': {'$gt': 2461000.2}, 'magpsf': {'$lt': 19}}}, 'prv_candidates.1': {'$exists': true}}")]
    [InlineData("{'prv_candidates': {'$size': 2}, 'candidate.programid': {'$mod': [2, 1]}, 'objectId': {'$type': 'string'}}")]
    [InlineData("{'objectId': {'$regex': '^abc21', '$options': 'i'}}")]
    [InlineData("{'prv_candidates': {'$all': [{'jd': 2461000.1, 'magpsf': 19.1}]}}")]
    public void IsMatch_AnAlert_AllocatesNothing(string condition)
    {
        var expression = MatchRun.Parse(condition);
        var document = MatchRun.Bson(Alert);
        var matches = 0;
        // The first runs build what is kept: compiled code, states of the automaton.
        for (var i = 0; i < 200; i++)
            matches += expression.IsMatch(document) ? 1 : 0;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            matches += expression.IsMatch(document) ? 1 : 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(300, matches);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task IsMatch_ManyThreads_AllGetTheSameAnswer()
    {
        var expression = MatchRun.Parse("{'objectId': {'$regex': '[a-c]+$'}, 'prv_candidates.magpsf': {'$in': [19.1, 18.9]}}");
        var document = MatchRun.Bson(Alert);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Enumerable.Range(0, 500).All(_ => expression.IsMatch(document)))));

        Assert.All(answers, Assert.True);
    }
}
