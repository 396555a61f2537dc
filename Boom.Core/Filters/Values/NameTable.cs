using System.Buffers.Binary;

namespace Boom.Core.Filters.Values;

/// <summary>A few names with their numbers, found by their bytes without hashing them whole.</summary>
sealed class NameTable
{
    readonly byte[][] _names;
    readonly int[] _slots;
    readonly int _mask;

    public NameTable(IReadOnlyList<byte[]> names)
    {
        _names = [.. names];
        var size = 8;
        while (size < names.Count * 3)
            size *= 2;
        _slots = new int[size];
        Array.Fill(_slots, -1);
        _mask = size - 1;
        for (var i = 0; i < _names.Length; i++)
        {
            var slot = Hash(_names[i]) & _mask;
            while (_slots[slot] >= 0)
                slot = (slot + 1) & _mask;
            _slots[slot] = i;
        }
    }

    public int Count => _names.Length;

    /// <summary>The number of a name; −1 when it is none of these.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var slot = Hash(name) & _mask;
        for (; ; slot = (slot + 1) & _mask)
        {
            var index = _slots[slot];
            if (index < 0 || name.SequenceEqual(_names[index]))
                return index;
        }
    }

    static int Hash(ReadOnlySpan<byte> name)
    {
        uint head = name.Length switch
        {
            >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(name),
            > 0 => name[0],
            _ => 0,
        };
        uint tail = name.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) : name.Length > 0 ? name[^1] : 0u;
        var hash = ((head * 31) ^ (tail * 0x9E3779B1) ^ ((uint)name.Length << 7)) * 0x85EBCA6B;
        return (int)(hash >> 15);
    }
}
