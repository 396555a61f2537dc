using System.Buffers.Binary;
using Boom.Core.Bson;

namespace Boom.Storage.Objects;

/// <summary>
/// Which points of one light-curve array are on pages, as the head of an object keeps it: by page its hash and the jds of its points, exactly. Jds cost some
/// five bytes each: their bits, as numbers, are in order too, and differences are written as varints. Not thread-safe.
/// </summary>
sealed class PageIndex
{
    const int HashBytes = 16;

    readonly List<(UInt128 Hash, double[] Jds)> _pages = [];
    double[]? _jds;
    int[]? _pageOf;

    /// <summary>Number of pages.</summary>
    public int Count => _pages.Count;

    /// <summary>Hash of a page.</summary>
    public UInt128 this[int page] => _pages[page].Hash;

    /// <summary>Reads what <see cref="Pack"/> wrote; empty bytes are no pages.</summary>
    /// <exception cref="BsonFormatException">They are damaged.</exception>
    public void Read(ReadOnlySpan<byte> packed)
    {
        _pages.Clear();
        _jds = null;
        while (!packed.IsEmpty)
        {
            if (packed.Length < HashBytes)
                throw Damaged();
            var hash = BinaryPrimitives.ReadUInt128LittleEndian(packed);
            packed = packed[HashBytes..];
            var count = ReadVarint(ref packed);
            if (count == 0 || count > (ulong)packed.Length)
                throw Damaged();
            var jds = new double[count];
            var bits = 0UL;
            for (var i = 0; i < jds.Length; i++)
            {
                bits += ReadVarint(ref packed);
                jds[i] = BitConverter.UInt64BitsToDouble(ToBits(bits));
            }

            _pages.Add((hash, jds));
        }
    }

    /// <summary>The index as bytes.</summary>
    public byte[] Pack()
    {
        var bytes = new List<byte>();
        Span<byte> hash = stackalloc byte[HashBytes];
        foreach (var (name, jds) in _pages)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(hash, name);
            bytes.AddRange(hash);
            WriteVarint(bytes, (ulong)jds.Length);
            var previous = 0UL;
            foreach (var jd in jds)
            {
                var bits = ToOrder(BitConverter.DoubleToUInt64Bits(jd));
                WriteVarint(bytes, bits - previous);
                previous = bits;
            }
        }

        return [.. bytes];
    }

    /// <summary>The page that has a point of this time; -1 for none.</summary>
    public int Find(double jd)
    {
        if (_pages.Count == 0)
            return -1;
        if (_jds is null)
            Sort();
        var place = Array.BinarySearch(_jds!, jd);
        return place < 0 ? -1 : _pageOf![place];
    }

    /// <summary>Adds a page.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="jds">Of its points, strictly increasing, finite.</param>
    public void Add(UInt128 hash, ReadOnlySpan<double> jds)
    {
        _pages.Add((hash, jds.ToArray()));
        _jds = null;
    }

    /// <summary>Puts another page of the same times in a page's place.</summary>
    public void Replace(int page, UInt128 hash) => _pages[page] = (hash, _pages[page].Jds);

    void Sort()
    {
        var count = 0;
        foreach (var (_, jds) in _pages)
            count += jds.Length;
        (_jds, _pageOf) = (new double[count], new int[count]);
        var place = 0;
        for (var page = 0; page < _pages.Count; page++)
        {
            _pages[page].Jds.CopyTo(_jds, place);
            Array.Fill(_pageOf, page, place, _pages[page].Jds.Length);
            place += _pages[page].Jds.Length;
        }

        // Pages follow each other in time, unless points came late.
        for (var i = 1; i < count; i++)
        {
            if (_jds[i] > _jds[i - 1])
                continue;
            Array.Sort(_jds, _pageOf);
            return;
        }
    }

    // Numbers whose order is that of the doubles, negative ones included.
    static ulong ToOrder(ulong bits) => (bits & (1UL << 63)) != 0 ? ~bits : bits | (1UL << 63);

    static ulong ToBits(ulong order) => (order & (1UL << 63)) != 0 ? order & ~(1UL << 63) : ~order;

    static void WriteVarint(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    static ulong ReadVarint(ref ReadOnlySpan<byte> packed)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && !packed.IsEmpty; shift += 7)
        {
            var part = packed[0];
            packed = packed[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw Damaged();
    }

    static BsonFormatException Damaged() => new("The list of an object's pages is damaged.");
}
