using System.IO.Compression;

namespace Boom.Catalogs;

/// <summary>A file that is read from the beginning, inflated when it is gzipped.</summary>
sealed class CatalogInput : IDisposable
{
    const int FileBuffer = 1 << 17;

    readonly FileStream _file;

    // Without it a stream that was cut off ends as if it were whole.
    static CatalogInput() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    CatalogInput(FileStream file, Stream content, bool isGzip) => (_file, Content, IsGzip) = (file, content, isGzip);

    /// <summary>The bytes, inflated.</summary>
    public Stream Content { get; }

    public bool IsGzip { get; }

    /// <summary>Bytes read of the file as it is stored.</summary>
    public long ReadBytes => _file.Position;

    /// <summary>Opens a file.</summary>
    /// <exception cref="CatalogException">It cannot be opened.</exception>
    public static CatalogInput Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileBuffer, FileOptions.SequentialScan);
            Span<byte> magic = stackalloc byte[2];
            var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
            return new(file, isGzip ? new GZipStream(file, CompressionMode.Decompress) : file, isGzip);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            file?.Dispose();
            throw new CatalogException($"{Path.GetFileName(path)} cannot be read: {CatalogFaults.Plain(fault)}", fault);
        }
    }

    public void Dispose()
    {
        Content.Dispose();
        _file.Dispose();
    }
}
