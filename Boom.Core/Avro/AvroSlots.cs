using System.Runtime.CompilerServices;

namespace Boom.Core.Avro;

/// <summary>Values taken from a record on the way, by slot. Reusable: a pass over a record begins with none.</summary>
struct AvroSlots
{
    /// <summary>Number of slots.</summary>
    public const int Count = 16;

    Bits _bits;
    uint _present;

    /// <summary>Whether the record has a value for a slot.</summary>
    public readonly bool Has(int slot) => (_present & (1u << slot)) != 0;

    /// <summary>A number of <see cref="AvroTarget.Double"/> or <see cref="AvroTarget.Single"/>; null when it is absent.</summary>
    public readonly double? Double(int slot) => Has(slot) ? BitConverter.Int64BitsToDouble(_bits[slot]) : null;

    /// <summary>A number of <see cref="AvroTarget.Single"/>; NaN when it is absent.</summary>
    public readonly float Single(int slot) => Has(slot) ? (float)BitConverter.Int64BitsToDouble(_bits[slot]) : float.NaN;

    /// <summary>A whole number; null when it is absent.</summary>
    public readonly long? Int64(int slot) => Has(slot) ? _bits[slot] : null;

    /// <summary>Text or bytes, left in place; null when it is absent.</summary>
    public readonly AvroSlice? Slice(int slot) => Has(slot) ? new AvroSlice((int)(_bits[slot] >> 32), (int)_bits[slot]) : null;

    /// <summary>Forgets all.</summary>
    public void Clear() => _present = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Set(int slot, long bits)
    {
        if (slot < 0)
            return;
        _bits[slot] = bits;
        _present |= 1u << slot;
    }

    [InlineArray(Count)]
    struct Bits
    {
        long _first;
    }
}
