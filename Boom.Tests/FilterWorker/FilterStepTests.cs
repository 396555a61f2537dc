using Avro.Generic;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker;
using Boom.FilterWorker.Filters;
using Boom.Tests.Core.Avro;
using Boom.Tests.Core.Messages;
using Xunit;

namespace Boom.Tests.FilterWorker;

public sealed class FilterStepTests : IDisposable
{
    static readonly List<MessageInput> _alerts = MessageDocuments.Simulated(Survey.Ztf, 9);

    readonly FakeEngine _engine = new() { Pipelines = { ["all"] = _ => FilterVerdict.Yes() } };
    readonly List<FilterStep> _steps = [];

    public void Dispose() => _steps.ForEach(step => step.Dispose());

    [Theory]
    [InlineData(new[] { 1 }, "1 1 1")]
    [InlineData(new[] { 1, 2 }, "1 2 1 2 1 2")]
    [InlineData(new[] { 3 }, "3 3 3")]
    [InlineData(new int[0], "")]
    public void Evaluate_Permissions_DecideWhichAlertsAFilterSees(int[] programs, string passed)
    {
        var alerts = WithPrograms(1, 2, 3);
        var filter = Filter("a", programs);

        var outcome = Step().Evaluate(alerts, _engine.Compile(SurveyCatalog.Default[Survey.Ztf], [filter]), Tallies(filter));

        Assert.Equal(passed, string.Join(' ', alerts.Where((_, i) => outcome.Passes[i].Count > 0).Select(alert => alert.ProgramId)));
        Assert.Equal(passed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, _engine.Evaluations);
    }

    [Fact]
    public void Evaluate_AlertWithoutProgram_IsSeenByNobody()
    {
        var input = _alerts[0].Copy();
        input.Candidate.Remove("programid");
        var filter = Filter("a", 1, 2, 3);

        var outcome = Step().Evaluate([input.ToDocuments()], _engine.Compile(SurveyCatalog.Default[Survey.Ztf], [filter]), Tallies(filter));

        Assert.Empty(outcome.Passes[0]);
    }

    [Fact]
    public void Evaluate_SuspendedFilter_IsNotAsked()
    {
        var filter = Filter("a", 1);
        var tallies = Tallies(filter);
        tallies["a"].Suspend();

        var outcome = Step().Evaluate(WithPrograms(1), _engine.Compile(SurveyCatalog.Default[Survey.Ztf], [filter]), tallies);

        Assert.Empty(outcome.Runs);
        Assert.Equal(0, _engine.Evaluations);
    }

    [Theory]
    [InlineData(false, "1", "1")]
    [InlineData(false, "1;2", "1 2")]
    [InlineData(true, "1", "1 2 3")]
    public void MakeResults_Photometry_IsWhatTheFiltersThatPassedMaySee(bool all, string programs, string expected)
    {
        var input = _alerts[0].Copy();
        var number = 0;
        var point = input.Object["prv_candidates"].AsBsonArray[0];
        while (input.Object["prv_candidates"].AsBsonArray.Count < 6)
            input.Object["prv_candidates"].AsBsonArray.Add(point.DeepClone());
        foreach (var each in input.Object["prv_candidates"].AsBsonArray.Concat(input.Object["fp_hists"].AsBsonArray).Concat(input.Object["prv_nondetections"].AsBsonArray))
            each["programid"] = (number++ % 3) + 1;
        FilterPass[] passes = [.. programs.Split(';').Select((program, i) => new FilterPass(Filter($"f{i}", int.Parse(program, null)), [], "{}"))];

        var message = Step(all).MakeResults(input.ToDocuments(), passes, default, DateTimeOffset.UnixEpoch.AddYears(56));

        var photometry = ((object[])AvroOracle.Read(message.Value)[0]["photometry"]).Cast<GenericRecord>();
        Assert.Equal(expected, string.Join(' ', photometry.Select(sent => (int)sent["programid"]).Distinct().Order()));
    }

    [Fact]
    public void MakeResults_OtherVersionPasses_IsAnotherMessage()
    {
        var alert = _alerts[0].ToDocuments();
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var filter = Filter("a", 1);

        var first = Step().MakeResults(alert, [new FilterPass(filter, [], "{}")], default, now);
        var again = Step().MakeResults(alert, [new FilterPass(filter, [], "{}")], default, now.AddHours(1));
        var other = Step().MakeResults(alert, [new FilterPass(filter with { ActiveVersion = "v2" }, [], "{}")], default, now);

        Assert.Equal(first.Id, again.Id);
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal((alert.ObjectId, alert.Candid, "ZTF_alerts_results"), (first.Key, first.Candid, first.Topic));
    }

    static List<AlertDocuments> WithPrograms(params int[] programs)
    {
        var documents = new List<AlertDocuments>();
        foreach (var (i, input) in _alerts.Index())
        {
            var changed = input.Copy();
            changed.Candidate["programid"] = programs[i % programs.Length];
            documents.Add(changed.ToDocuments());
        }

        return documents;
    }

    static StoredFilter Filter(string id, params int[] programs) => new(id, id, Survey.Ztf, [new FilterVersion("v1", "all", 0)])
    {
        IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = programs },
    };

    static Dictionary<string, FilterTally> Tallies(StoredFilter filter) => new() { [filter.Id] = new FilterTally(filter, 1_000_000) };

    FilterStep Step(bool allPhotometry = false)
    {
        var step = new FilterStep(SurveyCatalog.Default[Survey.Ztf], SurveyCatalog.Default, null, allPhotometry, int.MaxValue, TimeProvider.System);
        _steps.Add(step);
        return step;
    }
}
