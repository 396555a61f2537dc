namespace Boom.Messaging.Archives;

/// <summary>A stream whose first bytes have been looked at.</summary>
sealed class PeekedStream : ReadOnlyStream
{
    // Decoders of other libraries ask for more and more of what is cut off, without an end.
    const int MaxReadsAtEnd = 64;

    readonly byte[] _head;
    readonly int _headBytes;
    readonly int _maxReadsAtEnd;
    int _given;
    int _readsAtEnd;

    /// <summary>Looks at the stream, which is disposed with this one.</summary>
    public PeekedStream(Stream inner)
        : base(inner)
    {
        _head = new byte[ContainerFormats.HeadBytes];
        _headBytes = inner.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
        _maxReadsAtEnd = MaxReadsAtEnd;
    }

    /// <summary>
    /// Some bytes and what follows them, which stays open. A decoder that asks for more than there is gets a fault: told that this is the end, it would
    /// ask for ever.
    /// </summary>
    public PeekedStream(byte[] head, Stream rest)
        : base(rest, leaveOpen: true) => (_head, _headBytes) = (head, head.Length);

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
        var count = Inner.Read(buffer);
        return count > 0 || buffer.IsEmpty || ++_readsAtEnd <= _maxReadsAtEnd ? count : throw new EndOfStreamException();
    }
}
