using SharpCompress.Compressors.Xz;

namespace Boom.Messaging.Archives;

/// <summary>Inflates xz: one stream after the other, as tools that pack in parallel write them (the .xz file format, version 1.2.1, §2).</summary>
sealed class XzStreams : ReadOnlyStream
{
    /// <summary>Largest dictionary that memory is spent on; <c>xz -9</c> asks for 64 MB.</summary>
    const long MaxDictionaryBytes = 256L << 20;

    const int HeaderBytes = 12;
    const byte Lzma2 = 0x21;

    XZStream _current;

    /// <exception cref="InvalidDataException">It asks for too much memory.</exception>
    public XzStreams(PeekedStream packed)
        : base(packed)
    {
        if (ReadDictionaryBytes(packed.Head) > MaxDictionaryBytes)
            throw new InvalidDataException($"it asks for a dictionary of more than {MaxDictionaryBytes >> 20} MB: pack it with 'xz -9' or less.");
        _current = new XZStream(new PeekedStream([], packed));
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
        while (Inner.ReadAtLeast(word, word.Length, throwOnEndOfStream: false) is > 0 and var read)
        {
            if (word.AsSpan(0, read).IndexOfAnyExcept((byte)0) < 0)
                continue;
            _current = new XZStream(new PeekedStream(word[..read], Inner));
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
}
