using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Boom.Core.Fits;

/// <summary>The bytes of a file, inflated into pooled memory if they are gzipped. Dispose gives the memory back.</summary>
readonly struct GzipBytes : IDisposable
{
    // A cutout of ZTF has 20,160 bytes.
    const int FirstBuffer = 32 << 10;

    readonly byte[]? _rented;
    readonly ReadOnlyMemory<byte> _bytes;

    GzipBytes(byte[]? rented, ReadOnlyMemory<byte> bytes) => (_rented, _bytes) = (rented, bytes);

    /// <summary>The inflated bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>Whether the bytes begin like a gzip stream (RFC 1952).</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.Length > 1 && bytes[0] == 0x1F && bytes[1] == 0x8B;

    /// <summary>Inflates the bytes; those that are no gzip stream are referred to as they are.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="maxBytes">The most that it may hold.</param>
    /// <exception cref="FitsFormatException">The stream is damaged, or holds more.</exception>
    public static GzipBytes Of(ReadOnlyMemory<byte> bytes, int maxBytes)
    {
        if (!IsGzip(bytes.Span))
            return new GzipBytes(null, bytes);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            using var gzip = new GZipStream(Open(bytes), CompressionMode.Decompress);
            var length = 0;
            for (int read; (read = gzip.Read(buffer, length, buffer.Length - length)) > 0;)
            {
                length += read;
                if (length > maxBytes)
                    throw new FitsFormatException($"The gzip stream holds more than {maxBytes} bytes.");
                if (length == buffer.Length)
                    Grow(ref buffer);
            }

            return new GzipBytes(buffer, buffer.AsMemory(0, length));
        }
        catch (Exception fault)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (fault is InvalidDataException)
                throw new FitsFormatException("The gzip stream of the FITS file is damaged.", fault);
            throw;
        }
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    static MemoryStream Open(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
