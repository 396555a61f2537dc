using Boom.Embedded.Pipeline;

namespace Boom.Cli.Bench;

/// <summary>Notes how a run comes along, to tell its pace from what start and end take.</summary>
internal sealed class BenchView(int alerts, TimeProvider time) : IRunView
{
    readonly List<Sample> _samples = [];

    public TimeSpan Interval => TimeSpan.FromMilliseconds(100);

    public Task ShowAsync(Func<Action<PipelineStatus>, Task> work) => work(Note);

    public void Warn(string message)
    {
    }

    /// <summary>
    /// From the first look at which a tenth of the alerts was enriched to the last at which no more than nine tenths were. Of a run too
    /// short for that, the time between the first and the last look.
    /// </summary>
    public BenchMeasure Middle(long peakResidentBytes)
    {
        var first = _samples.FindIndex(sample => sample.Enriched >= alerts / 10);
        var last = _samples.FindLastIndex(sample => sample.Enriched <= alerts - (alerts / 10));
        if (first < 0 || last <= first)
            (first, last) = (0, _samples.Count - 1);
        Sample from = _samples[first], to = _samples[last];
        return new BenchMeasure(
            (int)(to.Enriched - from.Enriched), time.GetElapsedTime(from.At, to.At), to.Cpu - from.Cpu, to.Allocated - from.Allocated,
            peakResidentBytes);
    }

    void Note(PipelineStatus status) => _samples.Add(
        new Sample(time.GetTimestamp(), status.Stages[^1].Done, Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes()));

    readonly record struct Sample(long At, long Enriched, TimeSpan Cpu, long Allocated);
}
