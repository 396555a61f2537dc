using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Boom.Core.Catalogs;

/// <summary>
/// A table's file: open for reading with a shared lock, by which others see that it is in use, and mapped into memory as it is. It is never written.
/// </summary>
sealed unsafe class SkyTableMap : IDisposable
{
    const int OpenAttempts = 1000;

    readonly MemoryMappedFile? _file;
    readonly MemoryMappedViewAccessor? _view;

    SkyTableMap(SafeFileHandle handle, string path)
    {
        Handle = handle;
        Path = path;
        Contents = SkyTableHeaderReader.Read(handle, path);
        _file = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, Contents.Header.FileBytes, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start + _view.PointerOffset;
    }

    public SafeFileHandle Handle { get; }

    public string Path { get; }

    public SkyTableContents Contents { get; }

    /// <summary>First byte of the file.</summary>
    public byte* Start { get; }

    public static SkyTableMap Open(string path)
    {
        var handle = OpenHandle(path);
        try
        {
            return new SkyTableMap(handle, path);
        }
        catch (Exception fault)
        {
            handle.Dispose();
            if (fault is IOException or UnauthorizedAccessException or NotSupportedException)
                throw new SkyTableException($"The table {path} cannot be read: {fault.Message}", path, fault);
            throw;
        }
    }

    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
        Handle.Dispose();
    }

    // Whoever removes old files holds one for an instant to see that nobody else does; by then the name leads to another.
    static SafeFileHandle OpenHandle(string path)
    {
        var pause = new SpinWait();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new SkyTableException($"There is no table {path}: bring the catalogue in by 'boom catalog add'.", path, fault);
            }
            catch (Exception fault) when (fault is UnauthorizedAccessException || (fault is IOException && attempt == OpenAttempts))
            {
                throw new SkyTableException($"The table {path} cannot be opened: {fault.Message}", path, fault);
            }
            catch (IOException)
            {
                pause.SpinOnce();
            }
        }
    }
}
