using System.Globalization;

namespace Boom.Core.Catalogs;

/// <summary>
/// The files of sky tables in a folder: <c>NAME.sky</c>, and hidden ones beside them while a table is built (<c>.NAME.import-ID</c>, <c>.NAME.ID.tmp</c>) and while
/// somebody reads a version that has been replaced (<c>.NAME.ID.old</c>).
/// </summary>
public static class SkyTableFiles
{
    internal const string LockName = "lock";
    const string OldEnd = ".old", TemporaryEnd = ".tmp", ImportPart = ".import-";

    static int s_lastId;

    /// <summary>Where the table of this name lies in a folder.</summary>
    public static string PathOf(string folder, string name) => Path.Combine(folder, name + SkyTableFormat.Extension);

    /// <summary>Paths of all tables of a folder by name; none when there is no such folder.</summary>
    public static string[] List(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        var paths = Array.FindAll(Directory.GetFiles(folder, "*" + SkyTableFormat.Extension), path => !IsHidden(path));
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }

    /// <summary>
    /// Removes what nobody uses any more: replaced versions that no process has open, and what imports that were killed have left. What cannot be removed
    /// stays; nothing is thrown for it.
    /// </summary>
    public static void Sweep(string folder) => Sweep(folder, "");

    /// <summary>Takes a table away. Whoever has it open reads on; the file goes when nobody has it open any more and <see cref="Sweep(string)"/> comes by.</summary>
    /// <exception cref="SkyTableException">There is no such file, or it cannot be taken away.</exception>
    public static void Remove(string path)
    {
        var folder = FolderOf(path);
        if (!File.Exists(path))
            throw new SkyTableException($"There is no table {path} to remove.", path);
        try
        {
            using (var locked = SkyFolder.Lock(folder))
            {
                File.Move(path, NewPath(path, OldEnd));
                locked.Flush();
            }

            Sweep(folder, NameOf(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SkyTableException($"The table {path} cannot be removed: {fault.Message}", path, fault);
        }
    }

    /// <summary>Moves a finished table to its place. The version before keeps a name for those who read it.</summary>
    internal static void Replace(string temporaryPath, string path)
    {
        var folder = FolderOf(path);
        using (var locked = SkyFolder.Lock(folder))
        {
            var old = NewPath(path, OldEnd);
            if (OperatingSystem.IsWindows() && File.Exists(path))
                File.Move(path, old);
            else
                SkyFolder.TryLink(path, old);
            File.Move(temporaryPath, path, overwrite: true);
            locked.Flush();
        }

        Sweep(folder, NameOf(path));
    }

    /// <summary>A name beside the table for a file that is written first and moved then.</summary>
    internal static string TemporaryPath(string path) => NewPath(path, TemporaryEnd);

    /// <summary>Makes a folder for an import of this name and locks it as long as the answer is open.</summary>
    internal static (string Folder, FileStream Lock) BeginImport(string parent, string name)
    {
        while (true)
        {
            var folder = Path.Combine(parent, $".{name}{ImportPart}{NextId()}");
            if (Directory.Exists(folder))
                continue;
            Directory.CreateDirectory(folder);
            try
            {
                return (folder, new FileStream(Path.Combine(folder, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
            }
            catch (Exception fault) when (fault is IOException && (File.Exists(Path.Combine(folder, LockName)) || !Directory.Exists(folder)))
            {
                // Somebody of the same number was first, or took the folder for one that was left: the next number.
            }
        }
    }

    /// <summary>The same for one name, or for all where it is empty.</summary>
    internal static void Sweep(string folder, string name)
    {
        try
        {
            if (!Directory.Exists(folder))
                return;
            foreach (var path in Directory.EnumerateFileSystemEntries(folder, name.Length == 0 ? ".*" : $".{name}.*"))
                SweepOne(path, name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read is told by whoever wants something of it.
        }
    }

    internal static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetPathRoot(path)!;

    internal static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next sweep removes it.
        }
    }

    internal static void TryDeleteFolder(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next sweep removes it.
        }
    }

    static void SweepOne(string path, string name)
    {
        try
        {
            var file = Path.GetFileName(path);
            if (Directory.Exists(path))
            {
                var part = file.LastIndexOf(ImportPart, StringComparison.Ordinal);
                if (part > 0 && (name.Length == 0 || part == name.Length + 1))
                    RemoveImport(path);
            }
            else if (IsLeft(file, name))
            {
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1))
                {
                    if (!OperatingSystem.IsWindows())
                        File.Delete(path);
                }

                File.Delete(path);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // In use, or not ours.
        }
    }

    static void RemoveImport(string folder)
    {
        var lockPath = Path.Combine(folder, LockName);
        if (File.Exists(lockPath))
        {
            using (new FileStream(lockPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1))
            {
                if (!OperatingSystem.IsWindows())
                    Directory.Delete(folder, recursive: true);
            }
        }

        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    // '.NAME.ID.old' and '.NAME.ID.tmp'; names may have dots, numbers have none.
    static bool IsLeft(string file, string name)
    {
        if (!file.EndsWith(OldEnd, StringComparison.Ordinal) && !file.EndsWith(TemporaryEnd, StringComparison.Ordinal))
            return false;
        var rest = file.AsSpan(1, file.Length - 1 - OldEnd.Length);
        var dot = rest.LastIndexOf('.');
        return dot > 0 && IsId(rest[(dot + 1)..]) && (name.Length == 0 || rest[..dot].SequenceEqual(name));
    }

    static bool IsId(ReadOnlySpan<char> text)
    {
        var dash = text.IndexOf('-');
        return dash > 0 && dash < text.Length - 1 && !text.ContainsAnyExcept("0123456789abcdef-");
    }

    static string NextId()
        => string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId:x}-{Interlocked.Increment(ref s_lastId):x}");

    static string NewPath(string path, string end)
    {
        while (true)
        {
            var made = Path.Combine(FolderOf(path), $".{NameOf(path)}.{NextId()}{end}");
            if (!File.Exists(made))
                return made;
        }
    }

    static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    static bool IsHidden(string path) => Path.GetFileName(path)[0] == '.';
}
