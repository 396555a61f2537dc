using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker;
using Boom.FilterWorker.Filters;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.FilterWorker;

/// <summary>A filter that takes long holds the others up no longer than a thousand alerts may take.</summary>
public sealed class SlowFilterTests : IDisposable
{
    const int Alerts = 20;

    static readonly TimeSpan Evaluation = TimeSpan.FromMilliseconds(100);

    readonly FilterFixture _fixture = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ProcessAsync_FilterTakesLong_IsStoppedWithinTheBatch()
    {
        var (slow, fast) = (0, 0);
        var candids = await _fixture.AddAlertsAsync(Alerts);
        await _fixture.AddFilterAsync("a", _ =>
        {
            slow++;
            _fixture.Time.Advance(Evaluation);
            return FilterVerdict.No;
        });
        await _fixture.AddFilterAsync("b", _ =>
        {
            fast++;
            return FilterVerdict.Yes();
        });
        var processor = _fixture.Start();

        await processor.ProcessAsync(FilterFixture.Batch(candids), Token);

        // Half a second and one evaluation.
        Assert.Equal((6, Alerts), (slow, fast));
        Assert.Equal(Alerts, _fixture.Sink.Messages.Count);
        Assert.Empty(await _fixture.DueAsync());
        var suspended = (await _fixture.Filters.FindFilterAsync("a", Token))!;
        Assert.False(suspended.IsActive);
        Assert.Contains("0.6 s for 6 alerts", suspended.Suspension!.Reason, StringComparison.Ordinal);
        Assert.True((await _fixture.Filters.FindFilterAsync("b", Token))!.IsActive);
    }

    [Fact]
    public async Task ProcessAsync_FilterHasSpentMuchBefore_IsStoppedEarlier()
    {
        var slow = 0;
        var candids = await _fixture.AddAlertsAsync(Alerts);
        await _fixture.AddFilterAsync("a", _ =>
        {
            slow++;
            _fixture.Time.Advance(TimeSpan.FromMilliseconds(24));
            return FilterVerdict.Yes();
        });
        var processor = _fixture.Start();

        await processor.ProcessAsync(FilterFixture.Batch(candids), Token);
        await _fixture.Filters.AddDueAsync(Survey.Ztf, candids, Token);
        await processor.ProcessAsync(FilterFixture.Batch(candids), Token);

        // 20 × 24 ms are within half a second; one more is not. What passed until then is sent.
        Assert.Equal(Alerts + 1, slow);
        Assert.Equal(Alerts + 1, _fixture.Sink.Messages.Count);
        Assert.False((await _fixture.Filters.FindFilterAsync("a", Token))!.IsActive);
    }

    // Whoever stops the program, or the machine, does so in the middle of an evaluation.
    [Fact]
    public async Task ProcessAsync_ProgramStandsStillOnce_FilterGoesOn()
    {
        var evaluations = 0;
        var candids = await _fixture.AddAlertsAsync(Alerts);
        await _fixture.AddFilterAsync("a", _ =>
        {
            if (evaluations++ == 3)
                _fixture.Time.Advance(TimeSpan.FromMinutes(1));
            return FilterVerdict.Yes();
        });

        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.Equal(Alerts, _fixture.Sink.Messages.Count);
        Assert.True((await _fixture.Filters.FindFilterAsync("a", Token))!.IsActive);
    }

    // As long as a score is missing an alert goes back, and its evaluation would not count.
    [Fact]
    public void EvaluateScored_ScoresAreMissing_TimeCountsAllTheSame()
    {
        var time = new FakeTimeProvider();
        var filter = new StoredFilter("a", "A", Survey.Ztf, [new FilterVersion("v1", "[]", 0)])
        {
            IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1] },
        };
        using var step = new FilterStep(SurveyCatalog.Default[Survey.Ztf], SurveyCatalog.Default, null, allPhotometry: false, 500, time);
        using var set = new SlowSet(filter, time);
        var tallies = new Dictionary<string, FilterTally> { ["a"] = new FilterTally(filter, time.TimestampFrequency) };

        var outcome = step.EvaluateScored(AlertsWithoutScore(), set, tallies);

        Assert.Equal(6, set.Asked);
        Assert.Equal([0, 1, 2, 3, 4, 5], outcome.Asked);
        var run = Assert.Single(outcome.Runs);
        Assert.Equal(6, run.Passed.Length);
        Assert.Contains("0.6 s for 6 alerts", run.Tally.Count(run.Passed, run.Ticks, 500, 1), StringComparison.Ordinal);
    }

    static List<AlertDocuments> AlertsWithoutScore()
    {
        var alerts = new List<AlertDocuments>();
        foreach (var candid in Enumerable.Range(1, Alerts))
        {
            var document = MongoDB.Bson.BsonExtensionMethods.ToBson(MongoDB.Bson.BsonDocument.Parse(
                $$$$$$"""{_id: NumberLong({{{{{{candid}}}}}}), objectId: 'a', candidate: {jd: 5.0, programid: 1}, boom: {enrichment: {models: {one: {skipped: 'not asked'}}}}}"""));
            alerts.Add(AlertDocuments.Of(SurveyCatalog.Default[Survey.Ztf], AlertToEnrich.Read(candid, document), default, default));
        }

        return alerts;
    }

    sealed class SlowSet(StoredFilter filter, FakeTimeProvider time) : IFilterSet
    {
        public int Asked { get; private set; }

        public IReadOnlyList<StoredFilter> Filters { get; } = [filter];

        public IReadOnlyList<FilterProblem> Problems => [];

        public void Load(IReadOnlyList<AlertDocuments> alerts, UnknownPaths? unknown = null)
        {
        }

        public FilterVerdict Evaluate(int filter, int alert) => FilterVerdict.No;

        public bool CouldPass(int filter, int alert)
        {
            Asked++;
            time.Advance(Evaluation);
            return true;
        }

        public void Dispose()
        {
        }
    }
}
