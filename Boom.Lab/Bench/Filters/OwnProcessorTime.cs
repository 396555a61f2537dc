using System.Globalization;

namespace Boom.Lab.Bench.Filters;

/// <summary>Processor time of the calling thread: on a machine where others are at work it tells what the clock on the wall cannot.</summary>
internal static class OwnProcessorTime
{
    const string Schedule = "/proc/thread-self/schedstat";

    /// <summary>Whether the system tells.</summary>
    public static bool IsKnown { get; } = File.Exists(Schedule);

    /// <summary>Time so far; null where the system does not tell.</summary>
    public static TimeSpan? Read()
    {
        if (!IsKnown)
            return null;
        var text = File.ReadAllText(Schedule);
        const double nanosecondsPerMillisecond = 1e6;
        return TimeSpan.FromMilliseconds(long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) / nanosecondsPerMillisecond);
    }
}
