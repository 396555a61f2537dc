using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Boom.Lab.Bench.Catalogs;

/// <summary>A file that is not in the cache of the system, and what it costs to read from it. Linux only.</summary>
internal static partial class ColdFile
{
    const int DontNeed = 4;
    const int MajorFaultsField = 11;

    /// <summary>Whether this system tells and does what is needed.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux();

    /// <summary>Has the system forget what it has cached of a file that nobody has mapped.</summary>
    public static void Forget(string path)
    {
        using var file = File.OpenHandle(path);
        _ = Advise(file, 0, 0, DontNeed);
    }

    /// <summary>Page faults of this process that had to read from the disk, since its start.</summary>
    public static long MajorFaults()
    {
        // Behind the name of the program, which may hold anything, in parentheses.
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[MajorFaultsField - 2], CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
