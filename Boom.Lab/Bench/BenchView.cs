using Boom.Embedded.Pipeline;

namespace Boom.Lab.Bench;

/// <summary>Notes how a run comes along.</summary>
internal sealed class BenchView(int alerts, TimeProvider time) : IRunView
{
    readonly List<Sample> _samples = [];

    public TimeSpan Interval => TimeSpan.FromMilliseconds(100);

    public Task ShowAsync(Func<Action<PipelineStatus>, Task> work) => work(Note);

    public void Warn(string message)
    {
    }

    /// <summary>The <see cref="Middle"/> of the enriched alerts.</summary>
    public BenchMeasure MiddlePart(long peakResidentBytes)
    {
        var (from, to) = Middle.Of(_samples, sample => sample.Enriched, 0L, alerts);
        return new BenchMeasure(
            (int)(to.Enriched - from.Enriched), time.GetElapsedTime(from.At, to.At), to.Cpu - from.Cpu, to.Allocated - from.Allocated,
            peakResidentBytes);
    }

    void Note(PipelineStatus status) => _samples.Add(
        new Sample(time.GetTimestamp(), status.Stages[^1].Done, Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes()));

    readonly record struct Sample(long At, long Enriched, TimeSpan Cpu, long Allocated);
}
