using System.IO.Compression;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;

namespace Boom.Messaging.Archives;

/// <summary>One thing, compressed; it has no name of its own.</summary>
sealed class CompressedContainer : IContainerReader
{
    const int BufferBytes = 128 << 10;

    readonly Stream _contents;
    bool _given;

    /// <summary>Inflates what comes, which is disposed with this reader.</summary>
    public CompressedContainer(ContainerFormat format, PeekedStream packed) => _contents = format switch
    {
        ContainerFormat.Gzip => new BufferedStream(new GZipStream(packed, CompressionMode.Decompress), BufferBytes),
        ContainerFormat.Bzip2 => Guard(() => BZip2Stream.Create(packed, SharpCompress.Compressors.CompressionMode.Decompress, true, false)),
        ContainerFormat.Xz => Guard(() => new XzStreams(packed)),
        ContainerFormat.Zstd => Guard(() => new DecompressionStream(packed, BufferBytes, true, false)),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    public ContainerEntry? ReadNext()
    {
        if (_given)
            return null;
        _given = true;
        return new ContainerEntry("", _contents);
    }

    public void Dispose() => _contents.Dispose();

    static BufferedStream Guard(Func<Stream> open)
    {
        try
        {
            return new BufferedStream(new GuardedStream(open()), BufferBytes);
        }
        catch (Exception fault) when (GuardedStream.Translate(fault) is { } translated)
        {
            throw translated;
        }
    }
}
