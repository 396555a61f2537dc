namespace Boom.Messaging.Archives;

/// <summary>
/// Ends an archive that stops after its last entry with the two empty blocks that POSIX asks for. Some of the survey's archives lack
/// them, which <see cref="System.Formats.Tar.TarReader"/> forgives only where it can seek.
/// </summary>
sealed class EndMarkStream(Stream archive) : Stream
{
    const int BlockBytes = 512;

    long _read;
    int _marked;

    /// <summary>Whether the reader looks for an entry; an end within one is a cut.</summary>
    public bool IsBetweenEntries { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = archive.Read(buffer);
        _read += count;
        if (count > 0 || !IsBetweenEntries || _read % BlockBytes != 0)
            return count;
        count = Math.Min(buffer.Length, (2 * BlockBytes) - _marked);
        buffer[..count].Clear();
        _marked += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            archive.Dispose();
        base.Dispose(disposing);
    }
}
