using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Boom.Lab.Bench.Catalogs;

/// <summary>A file that is not in the cache of the system. Linux only.</summary>
internal static partial class ColdFile
{
    const int DontNeed = 4;

    /// <summary>Whether this system tells and does what is needed.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux();

    /// <summary>Has the system forget what it has cached of a file that nobody has mapped.</summary>
    public static void Forget(string path)
    {
        using var file = File.OpenHandle(path);
        _ = Advise(file, 0, 0, DontNeed);
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
