using System.Runtime.InteropServices;

namespace Boom.Embedded.Servers;

/// <summary>Keeps the memory of native libraries (Kafka client, SQLite) small.</summary>
public static class NativeMemory
{
    // <malloc.h>: number of arenas. By default glibc makes eight per core, and each keeps what its threads once needed.
    const int ArenaMax = -8;
    const int Arenas = 2;

    /// <summary>Limits the arenas of glibc; does nothing on systems without it. To be called before any server is started.</summary>
    public static void LimitArenas()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var library))
            return;
        if (NativeLibrary.TryGetExport(library, "mallopt", out _))
            _ = SetMallocOption(ArenaMax, Arenas);
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    static extern int SetMallocOption(int option, int value);
}
