using SharpCompress.Compressors.Xz;

namespace Boom.Messaging.Archives;

/// <summary>Inflates xz: one stream after the other, as tools that pack in parallel write them (the .xz file format, version 1.2.1, §2).</summary>
sealed class XzStreams : ReadOnlyStream
{
    /// <summary>Largest dictionary that memory is spent on; <c>xz -9</c> asks for 64 MB.</summary>
    const long MaxDictionaryBytes = 256L << 20;

    const int HeaderBytes = 12;
    const byte Lzma2 = 0x21;

    readonly Stream _packed;
    XZStream _current;

    /// <summary>Inflates what comes, which is disposed with this stream.</summary>
    /// <exception cref="InvalidDataException">It asks for too much memory.</exception>
    public XzStreams(PeekedStream packed)
    {
        if (ReadDictionaryBytes(packed.Head) > MaxDictionaryBytes)
            throw new InvalidDataException($"it asks for a dictionary of more than {MaxDictionaryBytes >> 20} MB: pack it with 'xz -9' or less.");
        _packed = packed;
        _current = new XZStream(new UnendingStream([], packed));
    }

    protected override int Take(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (true)
        {
            if (_current.Read(buffer) is > 0 and var count)
                return count;
            if (!BeginNext())
                return 0;
        }
    }

    // Streams may be padded by zero bytes, four at a time.
    bool BeginNext()
    {
        var word = new byte[4];
        while (_packed.ReadAtLeast(word, word.Length, throwOnEndOfStream: false) is > 0 and var read)
        {
            if (word.AsSpan(0, read).IndexOfAnyExcept((byte)0) < 0)
                continue;
            _current = new XZStream(new UnendingStream(word[..read], _packed));
            return true;
        }

        return false;
    }

    /// <summary>Size of the dictionary of the first block; 0 when it is not told where it is usually.</summary>
    static long ReadDictionaryBytes(ReadOnlySpan<byte> head)
    {
        // Size of the block header, its flags, two optional numbers, then filters: kind, size of the properties, properties.
        if (head.Length < HeaderBytes + 16)
            return 0;
        var at = HeaderBytes + 2;
        var flags = head[HeaderBytes + 1];
        foreach (var bit in (ReadOnlySpan<byte>)[0x40, 0x80])
        {
            if ((flags & bit) != 0)
            {
                while (at < head.Length && (head[at++] & 0x80) != 0)
                {
                }
            }
        }

        while (at + 2 < head.Length && head[at] != Lzma2)
        {
            if (head[at + 1] > 8)
                return 0;
            at += 2 + head[at + 1];
        }

        if (at + 2 >= head.Length)
            return 0;
        var bits = head[at + 2] & 0x3f;
        return bits >= 40 ? uint.MaxValue : (2L | (uint)(bits & 1)) << ((bits / 2) + 11);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _packed.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Some bytes and what follows them. A decoder that asks for more than there is gets a fault: told that this is the end, it would ask for ever.
    /// </summary>
    sealed class UnendingStream(byte[] first, Stream rest) : ReadOnlyStream
    {
        int _given;

        protected override int Take(Span<byte> buffer)
        {
            if (_given == first.Length)
            {
                var read = rest.Read(buffer);
                return read > 0 || buffer.IsEmpty ? read : throw new EndOfStreamException();
            }

            var count = Math.Min(buffer.Length, first.Length - _given);
            first.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}
