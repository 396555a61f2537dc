using SharpCompress.Archives;
using SharpCompress.Archives.Zip;
using SharpCompress.Readers;

namespace Boom.Messaging.Archives;

/// <summary>Reads zip archives by their directory, which is at their end. One that cannot seek is kept in a temporary file meanwhile.</summary>
sealed class ZipContainer : IContainerReader
{
    /// <summary>Largest archive inside another one.</summary>
    const long MaxSpooledBytes = 8L << 30;

    readonly Stream _file;
    readonly IArchive _archive;
    readonly IEnumerator<IArchiveEntry> _entries;
    Stream? _contents;

    /// <summary>Opens the archive; the stream is disposed with it.</summary>
    /// <exception cref="InvalidDataException">It is no zip archive, damaged, or too large to lie inside another archive.</exception>
    public ZipContainer(Stream stream)
    {
        _file = stream.CanSeek ? stream : Spool(stream);
        try
        {
            _archive = ZipArchive.OpenArchive(_file, new ReaderOptions { LeaveStreamOpen = true });
            _entries = _archive.Entries.GetEnumerator();
        }
        catch (Exception fault)
        {
            _file.Dispose();
            if (GuardedStream.Translate(fault) is { } translated)
                throw translated;
            throw;
        }
    }

    public ContainerEntry? ReadNext()
    {
        _contents?.Dispose();
        _contents = null;
        return GuardedStream.Guard(() =>
        {
            while (_entries.MoveNext())
            {
                if (!_entries.Current.IsDirectory)
                    return Open(_entries.Current);
            }

            return null;
        });
    }

    public void Dispose()
    {
        _contents?.Dispose();
        _entries.Dispose();
        _archive.Dispose();
        _file.Dispose();
    }

    ContainerEntry Open(IArchiveEntry entry)
    {
        var name = entry.Key ?? "";
        if (entry.IsEncrypted)
            return new ContainerEntry(name, null, "is encrypted: unpack it with its password");
        _contents = new GuardedStream(entry.OpenEntryStream());
        return new ContainerEntry(name, _contents, Length: entry.Size, Crc32: entry.Crc is > 0 and var crc ? (uint)crc : null);
    }

    static FileStream Spool(Stream stream)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 << 10, FileOptions.DeleteOnClose);
        try
        {
            var buffer = new byte[128 << 10];
            while (stream.Read(buffer) is > 0 and var count)
            {
                if (file.Length + count > MaxSpooledBytes)
                    throw new InvalidDataException($"a zip archive of more than {MaxSpooledBytes >> 30} GB lies inside: unpack the outer archive.");
                file.Write(buffer, 0, count);
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
