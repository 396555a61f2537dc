namespace Boom.Lab.Bench;

/// <summary>One round of one section.</summary>
/// <param name="Alerts">Alerts processed.</param>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Cpu">Processor time of the whole process.</param>
/// <param name="AllocatedBytes">Managed memory allocated by the whole process, embedded servers included.</param>
/// <param name="PeakResidentBytes">Largest resident memory of the process.</param>
internal readonly record struct BenchMeasure(int Alerts, TimeSpan Elapsed, TimeSpan Cpu, long AllocatedBytes, long PeakResidentBytes)
{
    public double AlertsPerSecond => Alerts / Elapsed.TotalSeconds;

    public double CpuMillisecondsPerAlert => Cpu.TotalMilliseconds / Alerts;

    public double AllocatedBytesPerAlert => (double)AllocatedBytes / Alerts;

    /// <summary>Two parts of one round.</summary>
    public static BenchMeasure operator +(BenchMeasure left, BenchMeasure right) => new(
        left.Alerts + right.Alerts, left.Elapsed + right.Elapsed, left.Cpu + right.Cpu, left.AllocatedBytes + right.AllocatedBytes,
        Math.Max(left.PeakResidentBytes, right.PeakResidentBytes));
}
