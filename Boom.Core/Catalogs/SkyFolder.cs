using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Boom.Core.Catalogs;

/// <summary>A folder in which files are put in place of others: one at a time, and to stay there when the power fails.</summary>
sealed class SkyFolder : IDisposable
{
    const int ReadOnly = 0;
    const int LockExclusive = 2;

    readonly SafeFileHandle? _handle;

    SkyFolder(SafeFileHandle? handle) => _handle = handle;

    /// <summary>
    /// Waits for everybody else who puts files in place there. A file system that does not lock folders lets all in at once, which does harm only where
    /// two replace the same table in the same instant.
    /// </summary>
    public static SkyFolder Lock(string path)
    {
        if (OperatingSystem.IsWindows())
            return new SkyFolder(null);
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            return new SkyFolder(null);
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        _ = Flock(handle, LockExclusive);
        return new SkyFolder(handle);
    }

    /// <summary>Gives a file a second name; false where the file system cannot, or the name is taken.</summary>
    public static bool TryLink(string path, string secondPath) => !OperatingSystem.IsWindows() && Link(path, secondPath) == 0;

    /// <summary>What files are called in this folder is on the disk after this.</summary>
    public void Flush()
    {
        // Where folders cannot be flushed there is nothing to be done about it.
        if (_handle is not null)
            _ = Fsync(_handle);
    }

    public void Dispose() => _handle?.Dispose();

    [DllImport("libc", EntryPoint = "open")]
    static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "flock")]
    static extern int Flock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "fsync")]
    static extern int Fsync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "link")]
    static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string secondPath);
}
