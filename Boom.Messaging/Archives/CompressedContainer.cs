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
        var entry = _given ? null : new ContainerEntry("", _contents);
        _given = true;
        return entry;
    }

    public void Dispose() => _contents.Dispose();

    static BufferedStream Guard(Func<Stream> open) => new(new GuardedStream(GuardedStream.Guard(open)), BufferBytes);
}
