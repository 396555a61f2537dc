namespace Boom.Catalogs.Parquet;

/// <summary>
/// Walks the footer of a Parquet file (Thrift, compact protocol) before the reader does, which takes lengths in it as they are: a damaged one would have it
/// count to billions.
/// </summary>
ref struct ParquetFooter(ReadOnlySpan<byte> bytes)
{
    const int MostDepth = 64;

    ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether every list and text fits into the footer.</summary>
    public static bool IsSound(ReadOnlySpan<byte> bytes) => new ParquetFooter(bytes).SkipStruct(0);

    bool SkipStruct(int depth)
    {
        while (depth < MostDepth && TryByte(out var head))
        {
            if (head == 0)
                return true;
            if ((head >> 4 == 0 && !TryNumber(out _)) || !Skip(head & 15, isElement: false, depth))
                return false;
        }

        return false;
    }

    bool Skip(int type, bool isElement, int depth) => type switch
    {
        1 or 2 => !isElement || TrySkip(1),
        3 => TrySkip(1),
        4 or 5 or 6 => TryNumber(out _),
        7 => TrySkip(8),
        8 => TryNumber(out var length) && TrySkip(length),
        9 or 10 => SkipList(depth),
        12 => SkipStruct(depth + 1),
        13 => TrySkip(16),
        _ => false,
    };

    // An element has one byte at least.
    bool SkipList(int depth)
    {
        if (depth >= MostDepth || !TryByte(out var head))
            return false;
        var count = (ulong)(head >> 4);
        if ((count == 15 && !TryNumber(out count)) || count > (ulong)_rest.Length)
            return false;
        for (; count > 0; count--)
        {
            if (!Skip(head & 15, isElement: true, depth + 1))
                return false;
        }

        return true;
    }

    bool TryNumber(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (!TryByte(out var part))
                return false;
            value |= shift < 64 ? (ulong)(part & 127) << shift : 0;
            if (part < 128)
                return true;
        }

        return false;
    }

    bool TryByte(out byte value)
    {
        value = _rest.IsEmpty ? (byte)0 : _rest[0];
        return TrySkip(1);
    }

    bool TrySkip(ulong count)
    {
        if (count > (ulong)_rest.Length)
            return false;
        _rest = _rest[(int)count..];
        return true;
    }
}
