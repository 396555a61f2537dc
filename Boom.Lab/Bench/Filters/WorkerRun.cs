using System.Globalization;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker;
using Boom.FilterWorker.Filters;

namespace Boom.Lab.Bench.Filters;

/// <summary>
/// Filters as a filter worker has them: with permissions, each with its tally, annotations of what passes kept and written as JSON. Reading, sending and
/// recording are not in it.
/// </summary>
internal sealed class WorkerRun : IShapeRun
{
    // Any share of alerts may pass, in any time: all filters run to the end.
    const int AnyMicroseconds = int.MaxValue;
    const double AnyRate = 1;

    static readonly int[][] Rights = [[1], [1, 2], [1, 2, 3], [1, 3]];

    readonly FilterStep _step;
    readonly IFilterSet _set;
    readonly Dictionary<string, FilterTally> _tallies;
    readonly TimeProvider _time;

    /// <param name="pipelines">The filters; their permissions take turns.</param>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="time">Clock.</param>
    public WorkerRun(IReadOnlyList<string> pipelines, ISurvey survey, TimeProvider time)
    {
        _time = time;
        _step = new FilterStep(survey, SurveyCatalog.Default, publicStream: null, allPhotometry: false, AnyMicroseconds, time);
        StoredFilter[] filters = [.. pipelines.Select((pipeline, i) => Filter(pipeline, i, survey.Key))];
        _set = new FilterEngine(time).Compile(survey, filters);
        if (_set.Problems.Count > 0)
            throw new InvalidOperationException($"A filter of the benchmark does not run: {_set.Problems[0].Reason}");
        _tallies = filters.ToDictionary(filter => filter.Id, filter => new FilterTally(filter, time.TimestampFrequency), StringComparer.Ordinal);
    }

    public FilterMeasure Run(IReadOnlyList<AlertDocuments> alerts)
    {
        var (passed, errors, evaluations) = (0L, 0L, 0L);
        var processor = OwnProcessorTime.Read();
        var started = _time.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = _step.Evaluate(alerts, _set, _tallies);
        foreach (var run in outcome.Runs)
        {
            run.Tally.Count(run.Passed, run.Ticks, AnyMicroseconds, AnyRate);
            evaluations += run.Passed.Length;
            errors += run.Errors;
        }

        foreach (var passes in outcome.Passes)
            passed += passes.Count;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var elapsed = _time.GetElapsedTime(started);
        return new FilterMeasure(alerts.Count, evaluations, passed, errors, elapsed, OwnProcessorTime.Read() - processor, 0, allocated);
    }

    public void Dispose()
    {
        _set.Dispose();
        _step.Dispose();
    }

    static StoredFilter Filter(string pipeline, int number, Survey survey) =>
        new(string.Create(CultureInfo.InvariantCulture, $"filter-{number}"), string.Create(CultureInfo.InvariantCulture, $"Filter {number}"), survey, [new FilterVersion("v1", pipeline, 0)])
        {
            IsActive = true, ActiveVersion = "v1",
            Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [survey] = Rights[number % Rights.Length] },
        };
}
