using System.Text.Json;
using Avro.Generic;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;
using Boom.Tests.Core.Avro;
using Boom.Tests.Pipeline;
using Xunit;

namespace Boom.Tests.FilterWorker;

/// <summary>Users' pipelines on alerts of a simulated night, from queue to message.</summary>
public sealed class FilterEngineTests : IDisposable
{
    readonly FilterFixture _fixture = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ProcessAsync_Pipeline_LetsThoseThroughThatItsConditionsSay()
    {
        var candids = await _fixture.AddAlertsAsync(60);
        await AddAsync("bright", """
            [
              { "$match": { "candidate.magpsf": { "$lt": 19 }, "properties.rock": false } },
              { "$project": { "objectId": 1, "annotations.mag": "$candidate.magpsf", "annotations.seen": { "$size": "$prv_candidates" } } }, // comments are allowed
            ]
            """);

        await StartAsync(candids);

        var expected = new List<long>();
        foreach (var candid in candids)
        {
            var alert = StoreFixture.Parse((await _fixture.Store.ReadAlertsAsync(Survey.Ztf, [candid], Token))[candid]);
            if (alert["candidate"]["magpsf"].AsDouble < 19 && !alert["properties"]["rock"].AsBoolean)
                expected.Add(candid);
        }

        Assert.InRange(expected.Count, 5, 55);
        Assert.Equal(expected, _fixture.Sink.Messages.Select(message => message.Candid));
        using var annotations = JsonDocument.Parse(AnnotationsOf(0));
        Assert.InRange(annotations.RootElement.GetProperty("mag").GetDouble(), 10, 19);
        Assert.InRange(annotations.RootElement.GetProperty("seen").GetInt32(), 1, 1000);
        Assert.Equal(expected.Count, await _fixture.Filters.CountHitsAsync("bright", Token));
    }

    [Fact]
    public async Task ProcessAsync_PipelinesThatCannotRun_AreToldAndTheOthersRun()
    {
        var candids = await _fixture.AddAlertsAsync(3);
        await AddAsync("all", """[{"$match":{}},{"$project":{"objectId":1}}]""");
        await AddAsync("lookup", """[{"$lookup":{"from":"users"}},{"$project":{"objectId":1}}]""");
        await AddAsync("text", "no pipeline");
        await AddAsync("rights", """[{"$match":{}},{"$project":{"objectId":1}}]""", []);

        await StartAsync(candids);

        Assert.Equal(candids, _fixture.Sink.Messages.Select(message => message.Candid));
        var lacks = _fixture.Pulses.Lacks.ToArray();
        Assert.Equal(3, lacks.Length);
        foreach (var (id, word) in new[] { ("lookup", "$lookup"), ("text", "does not run"), ("rights", "permissions.ZTF") })
            Assert.Contains(word, Assert.Single(lacks, lack => lack.Contains($"({id})", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProcessAsync_DataDoNotFit_FailsThoseAlertsOfThatFilterAlone()
    {
        var candids = await _fixture.AddAlertsAsync(4);
        await AddAsync("wrong", """[{"$match":{"$expr":{"$gt":[{"$divide":["$candidate.magpsf",0]},1]}}},{"$project":{"objectId":1}}]""");
        await AddAsync("all", """[{"$match":{}},{"$project":{"objectId":1}}]""");

        await StartAsync(candids);

        Assert.Equal(4, _fixture.Sink.Messages.Count);
        Assert.Equal((0, 4), (await _fixture.Filters.CountHitsAsync("wrong", Token), await _fixture.Filters.CountHitsAsync("all", Token)));
        Assert.Contains(_fixture.Lines, line => line.Contains("(wrong) went wrong at 4 alerts", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new[] { 1 }, 1)]
    [InlineData(new[] { 1, 2 }, 2)]
    public void Evaluate_LightCurve_HasThePointsThatTheFilterMaySee(int[] programs, int expected)
    {
        var input = Messages.Input();
        var survey = SurveyCatalog.Default[Survey.Ztf];
        var filter = Filter("a", """[{"$match":{}},{"$project":{"objectId":1,"annotations.programs":{"$setUnion":["$prv_candidates.programid",[]]}}}]""", programs);
        using var set = new FilterEngine(TimeProvider.System).Compile(survey, [filter]);
        Assert.Empty(set.Problems);
        set.Load([input.ToDocuments()]);

        var verdict = set.Evaluate(0, 0);

        Assert.True(verdict.Passed, verdict.Error);
        Assert.Equal(expected, StoreFixture.Parse(verdict.Annotations.ToArray())["programs"].AsBsonArray.Count);
    }

    static class Messages
    {
        /// <summary>An alert with points of programmes 1, 2 and 3.</summary>
        public static Boom.Tests.Core.Messages.MessageInput Input()
        {
            var input = Boom.Tests.Core.Messages.MessageDocuments.Simulated(Survey.Ztf, 1)[0].Copy();
            var points = input.Object["prv_candidates"].AsBsonArray;
            while (points.Count < 6)
                points.Add(points[0].DeepClone());
            foreach (var (i, point) in points.Index())
            {
                point["jd"] = input.Candidate["jd"].AsDouble - i;
                point["programid"] = (i % 3) + 1;
            }

            return input;
        }
    }

    async Task StartAsync(IReadOnlyList<long> candids) =>
        await _fixture.Start(engine: new FilterEngine(TimeProvider.System)).ProcessAsync(FilterFixture.Batch(candids), Token);

    string AnnotationsOf(int message) =>
        (string)((GenericRecord)((object[])AvroOracle.Read(_fixture.Sink.Messages[message].Value)[0]["filters"])[0])["annotations"];

    Task AddAsync(string id, string pipeline) => AddAsync(id, pipeline, [1]);

    async Task AddAsync(string id, string pipeline, int[] programs, string? watchlist = null) =>
        await _fixture.Filters.AddFilterAsync(Filter(id, pipeline, programs) with { Watchlist = watchlist }, Token);

    static StoredFilter Filter(string id, string pipeline, int[] programs) => new(id, $"Filter {id}", Survey.Ztf, [new FilterVersion("v1", pipeline, 2461042)])
    {
        IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = programs },
    };
}
