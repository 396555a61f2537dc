namespace Boom.Messaging.Archives;

/// <summary>The contents of one entry of a tar archive.</summary>
sealed class TarContents(Stream archive, long size) : ReadOnlyStream(archive, leaveOpen: true)
{
    const int SkipBytes = 64 << 10;

    readonly long _size = size;
    long _left = size;
    bool _ended;

    public override long Length => _size;

    protected override int Take(Span<byte> buffer)
    {
        if (_left == 0 || buffer.IsEmpty)
            return 0;
        var count = Inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        if (count == 0)
            throw new EndOfStreamException();
        _left -= count;
        return count;
    }

    /// <summary>Goes to the next header. What is cut off shows here at the latest.</summary>
    public void Skip()
    {
        if (_ended)
            return;
        _ended = true;
        var padding = (TarHeader.BlockBytes - (_size % TarHeader.BlockBytes)) % TarHeader.BlockBytes;
        if (Inner.CanSeek)
        {
            if (Inner.Position + _left + padding > Inner.Length)
                throw new EndOfStreamException();
            Inner.Position += _left + padding;
            _left = 0;
            return;
        }

        Span<byte> buffer = new byte[(int)Math.Min(SkipBytes, Math.Max(_left, padding))];
        while (_left > 0)
            _ = Read(buffer);

        Inner.ReadExactly(buffer[..(int)padding]);
    }
}
