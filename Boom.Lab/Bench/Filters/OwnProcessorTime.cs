using System.Runtime.InteropServices;

namespace Boom.Lab.Bench.Filters;

/// <summary>Processor time of the calling thread: on a machine where others are at work it tells what the clock on the wall cannot. Linux only.</summary>
internal static partial class OwnProcessorTime
{
    const int OfThisThread = 3;

    /// <summary>Time so far; null where the system does not tell.</summary>
    public static TimeSpan? Read()
    {
        // Times of 64 bits.
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || Get(OfThisThread, out var time) != 0)
            return null;
        return TimeSpan.FromSeconds(time.Seconds) + new TimeSpan(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Get(int clock, out ClockTime time);

    [StructLayout(LayoutKind.Sequential)]
    struct ClockTime
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
