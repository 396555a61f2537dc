namespace Boom.Messaging.Archives;

/// <summary>A stream whose first bytes have been looked at.</summary>
sealed class PeekedStream : ReadOnlyStream
{
    // Decoders of other libraries ask for more and more of what is cut off, without an end.
    const int MaxReadsAtEnd = 64;

    readonly Stream _inner;
    readonly byte[] _head;
    readonly int _headBytes;
    int _given;
    int _readsAtEnd;

    /// <summary>Looks at the stream, which is disposed with this one.</summary>
    public PeekedStream(Stream inner)
    {
        _inner = inner;
        _head = new byte[ContainerFormats.HeadBytes];
        _headBytes = inner.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
    }

    /// <summary>Its first bytes; fewer than <see cref="ContainerFormats.HeadBytes"/> when there are no more.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headBytes);

    protected override int Take(Span<byte> buffer)
    {
        if (_given == _headBytes)
            return ReadOn(buffer);
        var count = Math.Min(buffer.Length, _headBytes - _given);
        _head.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    int ReadOn(Span<byte> buffer)
    {
        var count = _inner.Read(buffer);
        if (count == 0 && !buffer.IsEmpty && ++_readsAtEnd > MaxReadsAtEnd)
            throw new EndOfStreamException();
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
