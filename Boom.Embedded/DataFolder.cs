using System.Globalization;
using System.Text;
using Boom.Core.Text;

namespace Boom.Embedded;

/// <summary>
/// The folder of one run: made when it is missing, held by an exclusive lock that the operating system gives back however the process ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The folder in it that has the messages of filter workers.</summary>
    public const string Streams = "streams";

    const string LockName = "boom.lock";
    const string OwnerName = "boom.pid";

    readonly FileStream _lock;

    DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>The path of a file in the folder.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens the folder and locks it.</summary>
    /// <exception cref="DataFolderException">It is no folder, cannot be written, is full, or is in use by another process.</exception>
    public static DataFolder Open(string path)
    {
        var absolute = System.IO.Path.GetFullPath(path);
        Make(absolute);
        var held = Lock(absolute);
        try
        {
            WriteOwner(absolute);
            return new DataFolder(absolute, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Makes a folder that is not there.</summary>
    /// <exception cref="DataFolderException">It is no folder, or cannot be made.</exception>
    public static void Make(string path)
    {
        if (File.Exists(path))
            throw new DataFolderException($"The data folder {path} is a file; name a folder with --data.");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {path} cannot be made ({SentenceText.Clause(fault.Message)}); give this user access, or name another with --data.", fault);
        }
    }

    static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            var owner = ReadOwner(path);
            throw new DataFolderException(
                $"The data folder {path} is in use by another run{owner}; stop it, or name another folder with --data.", fault)
            { IsInUse = true };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, fault);
        }
    }

    // In a file of its own: a locked file cannot be read on every system.
    static void WriteOwner(string path)
    {
        try
        {
            var text = Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            using var file = new FileStream(System.IO.Path.Combine(path, OwnerName), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            file.Write(text);
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, fault);
        }
    }

    static string ReadOwner(string path)
    {
        try
        {
            var text = File.ReadAllText(System.IO.Path.Combine(path, OwnerName)).Trim();
            return int.TryParse(text, CultureInfo.InvariantCulture, out var id) ? $" (process {id})" : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    static DataFolderException Unwritable(string path, Exception fault) => fault is IOException full && IsFull(full)
        ? new($"The disk of the data folder {path} is full; free some space, or name another folder with --data.", fault)
        : new($"The data folder {path} cannot be written ({SentenceText.Clause(fault.Message)}); give write access, or name another with --data.", fault);

    /// <summary>Whether a file cannot be opened because another process holds it, and not for want of room or of a right.</summary>
    internal static bool IsHeld(IOException fault) => !IsFull(fault) && !IsReadOnly(fault);

    // ENOSPC (28) and EDQUOT (122) on Unix; ERROR_DISK_FULL (112) and ERROR_HANDLE_DISK_FULL (39) on Windows.
    static bool IsFull(IOException fault) =>
        OperatingSystem.IsWindows() ? (fault.HResult & 0xFFFF) is 112 or 39 : fault.HResult is 28 or 122;

    // EROFS on Linux and macOS.
    static bool IsReadOnly(IOException fault) => !OperatingSystem.IsWindows() && fault.HResult == 30;
}
