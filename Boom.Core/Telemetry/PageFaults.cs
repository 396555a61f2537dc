using System.Globalization;

namespace Boom.Core.Telemetry;

/// <summary>Page faults of this process that had to read from the disk: what mapped files cost that are not in the cache. Linux tells; others do not.</summary>
public static class PageFaults
{
    const string Path = "/proc/self/stat";

    // Counted from the state, the first field behind the name.
    const int MajorFaults = 9;

    /// <summary>Whether this system tells.</summary>
    public static bool AreKnown { get; } = OperatingSystem.IsLinux() && File.Exists(Path);

    /// <summary>Their number since the start of the process; 0 where the system does not tell.</summary>
    public static long Count()
    {
        if (!AreKnown)
            return 0;

        // The name may hold anything, in parentheses.
        var text = File.ReadAllText(Path);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[MajorFaults], CultureInfo.InvariantCulture);
    }
}
