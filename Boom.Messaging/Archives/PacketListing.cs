namespace Boom.Messaging.Archives;

/// <summary>Finds the files that hold packets.</summary>
static class PacketListing
{
    static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.System };

    /// <summary>The kind by the name; any file that is no archive by name is taken for a packet.</summary>
    public static PacketFileKind KindOf(string path)
    {
        if (EndsWith(path, ".tar"))
            return PacketFileKind.Tar;
        if (EndsWith(path, ".tar.gz") || EndsWith(path, ".tgz"))
            return PacketFileKind.CompressedTar;
        return EndsWith(path, ".gz") ? PacketFileKind.CompressedPacket : PacketFileKind.Packet;
    }

    /// <summary>
    /// The files of the paths in the order of the paths; those of a folder, with its folders, in ordinal order of their names. In a folder
    /// only .avro, .avro.gz, .tar, .tar.gz and .tgz count.
    /// </summary>
    /// <exception cref="PacketSourceException">A path does not exist, or a folder holds no packet.</exception>
    public static List<string> Find(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
                AddFolder(path, files);
            else if (File.Exists(path))
                files.Add(path);
            else
                throw new PacketSourceException($"There is no file or folder {path}.");
        }

        return files;
    }

    static void AddFolder(string folder, List<string> files)
    {
        var start = files.Count;
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", Recursive))
            {
                if (EndsWith(file, ".avro") || EndsWith(file, ".avro.gz") || KindOf(file) is PacketFileKind.Tar or PacketFileKind.CompressedTar)
                    files.Add(file);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PacketSourceException($"The folder {folder} cannot be read: {fault.Message}", fault);
        }

        if (files.Count == start)
            throw new PacketSourceException($"The folder {folder} holds no packets: no .avro, .avro.gz, .tar, .tar.gz or .tgz file.");
        files.Sort(start, files.Count - start, StringComparer.Ordinal);
    }

    static bool EndsWith(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
