namespace Boom.Messaging.Archives;

/// <summary>A file that is read.</summary>
/// <param name="IsNamed">A person named it, not the folder that it is in: whatever it holds is meant to be packets.</param>
/// <param name="HoldsOnePacket">It is a packet, as far as its name or its first bytes tell.</param>
readonly record struct SourceFile(string Path, bool IsNamed, bool HoldsOnePacket);

/// <summary>
/// Finds the files that hold packets. Every file and folder counts once, however many names and links lead to it; those that are no links come first.
/// </summary>
sealed class PacketListing(SourceNotes notes)
{
    static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    readonly List<SourceFile> _files = [];

    /// <summary>
    /// The files of the paths in the order of the paths; those of a folder, with its folders, in ordinal order of their names. In a folder what is
    /// text is passed over, and what is neither packet nor archive is a problem.
    /// </summary>
    /// <exception cref="PacketSourceException">A path does not exist or is no file, or a folder holds no packet.</exception>
    public List<SourceFile> Find(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            var identity = FileIdentity.Of(path) ?? throw new PacketSourceException($"There is no file or folder {path}.");
            if (identity.Kind == FileKind.Other)
                throw new PacketSourceException($"{path} is a pipe or a device, which cannot be read twice: save the packets to a file, and play that.");
            if (!_seen.Add(identity.Key))
                notes.Repeat(path);
            else if (identity.Kind == FileKind.Folder)
                AddFolder(path);
            else
                _files.Add(new SourceFile(path, IsNamed: true, PacketFiles.HoldsOnePacket(path)));
        }

        return _files;
    }

    void AddFolder(string folder)
    {
        var start = _files.Count;
        var links = new Queue<string>();
        Walk(new Stack<string>([folder]), links, isTop: true);
        while (links.TryDequeue(out var link))
        {
            var folders = new Stack<string>();
            Add(link, folders);
            Walk(folders, links, isTop: false);
        }

        if (_files.Count == start)
        {
            throw new PacketSourceException(notes.Problems.Count > 0
                ? $"The folder {folder} holds nothing that can be played. {notes.Problems[0]}"
                : $"The folder {folder} holds no packets: no Avro file, and no tar, zip, gzip, bzip2, xz or zstd archive.");
        }

        _files.Sort(start, _files.Count - start, Comparer<SourceFile>.Create((left, right) => string.CompareOrdinal(left.Path, right.Path)));
    }

    void Walk(Stack<string> folders, Queue<string> links, bool isTop)
    {
        while (folders.TryPop(out var folder))
        {
            foreach (var entry in List(folder, isTop))
            {
                if (entry.LinkTarget is not null)
                    links.Enqueue(entry.FullName);
                else
                    Add(entry.FullName, folders);
            }

            isTop = false;
        }
    }

    FileSystemInfo[] List(string folder, bool isTop)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything).OrderByDescending(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (isTop)
                throw new PacketSourceException($"The folder {folder} cannot be read: {fault.Message}", fault);
            notes.Tell($"The folder {folder} cannot be read: {fault.Message}");
            return [];
        }
    }

    void Add(string path, Stack<string> folders)
    {
        if (FileIdentity.Of(path) is not { } identity)
            notes.Tell($"The link {path} leads nowhere.");
        else if (!_seen.Add(identity.Key))
            notes.Repeat(path);
        else if (identity.Kind == FileKind.Folder)
            folders.Push(path);
        else if (identity.Kind == FileKind.Other)
            notes.Tell($"{path} is a pipe or a device and is not read.");
        else if (PacketFiles.IsWanted(path, notes))
            _files.Add(new SourceFile(path, IsNamed: false, PacketFiles.HoldsOnePacket(path)));
    }
}
