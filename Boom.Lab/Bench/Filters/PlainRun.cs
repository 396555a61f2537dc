using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Surveys;

namespace Boom.Lab.Bench.Filters;

/// <summary>Filters that are evaluated one after the other on each batch, with the rights to see everything.</summary>
internal sealed class PlainRun : IShapeRun
{
    readonly FilterSet _set;
    readonly TimeProvider _time;

    /// <param name="pipelines">The filters.</param>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="time">Clock.</param>
    public PlainRun(IReadOnlyList<string> pipelines, ISurvey survey, TimeProvider time)
    {
        var plan = new FilterPlan();
        var rights = new FilterRights(Programs: [1, 2, 3]);
        _set = new FilterSet([.. pipelines.Select(pipeline => AlertFilter.Compile(pipeline, survey.FilterView, rights, plan))], survey.FilterView, plan, time);
        _time = time;
    }

    public FilterMeasure Run(IReadOnlyList<AlertDocuments> alerts)
    {
        var inputs = new FilterInput[alerts.Count];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = new FilterInput(alerts[i].Alert, alerts[i].Object, alerts[i].Partner);
        var (passed, errors) = (0L, 0L);
        var processor = OwnProcessorTime.Read();
        var started = _time.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        _set.Load(inputs);
        var loaded = GC.GetAllocatedBytesForCurrentThread();
        for (var filter = 0; filter < _set.Filters.Count; filter++)
        {
            for (var alert = 0; alert < inputs.Length; alert++)
            {
                var answer = _set.Evaluate(filter, alert);
                passed += answer.Passed ? 1 : 0;
                errors += answer.Error is null ? 0 : 1;
            }
        }

        var evaluated = GC.GetAllocatedBytesForCurrentThread();
        var elapsed = _time.GetElapsedTime(started);
        return new FilterMeasure(
            inputs.Length, (long)inputs.Length * _set.Filters.Count, passed, errors, elapsed, OwnProcessorTime.Read() - processor, loaded - before, evaluated - loaded);
    }

    public void Dispose() => _set.Dispose();
}
