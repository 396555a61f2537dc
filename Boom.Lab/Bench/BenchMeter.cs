using System.Diagnostics;

namespace Boom.Lab.Bench;

/// <summary>Measures from its start to <see cref="StopAsync"/>: wall and processor time, allocations, resident memory (looked at every 20 ms).</summary>
internal sealed class BenchMeter
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    readonly TimeProvider _time;
    readonly CancellationTokenSource _stop = new();
    readonly Task<long> _peak;
    readonly long _allocated;
    readonly TimeSpan _cpu;
    readonly long _started;

    BenchMeter(TimeProvider time)
    {
        _time = time;
        _peak = WatchAsync();
        _allocated = GC.GetTotalAllocatedBytes(precise: true);
        _cpu = Environment.CpuUsage.TotalTime;
        _started = time.GetTimestamp();
    }

    /// <summary>Starts on a heap from which everything that went before is gone.</summary>
    public static BenchMeter Start(TimeProvider time)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new BenchMeter(time);
    }

    public async Task<BenchMeasure> StopAsync(int alerts)
    {
        var elapsed = _time.GetElapsedTime(_started);
        var cpu = Environment.CpuUsage.TotalTime - _cpu;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocated;
        await _stop.CancelAsync();
        var peak = await _peak;
        _stop.Dispose();
        return new BenchMeasure(alerts, elapsed, cpu, allocated, peak);
    }

    async Task<long> WatchAsync()
    {
        using var process = Process.GetCurrentProcess();
        using var timer = new PeriodicTimer(Interval, _time);
        long peak = 0;
        try
        {
            do
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            process.Refresh();
        }

        return Math.Max(peak, process.WorkingSet64);
    }
}
