using System.Text;

namespace Boom.Core.Avro;

/// <summary>
/// A datum of Avro's binary encoding in memory that grows and is used again: for records whose length is not known beforehand. Not for several threads.
/// </summary>
public sealed class AvroBuffer
{
    const int LongestNumber = 10;

    byte[] _bytes = new byte[16 << 10];
    int _length;

    /// <summary>What is written so far; valid until more is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew.</summary>
    public void Clear() => _length = 0;

    /// <summary>Takes back what was written behind a place.</summary>
    /// <param name="length">Length of <see cref="Written"/> at that place.</param>
    public void Truncate(int length) => _length = Math.Min(_length, length);

    /// <summary>An int or a long, the number of a branch, an enum symbol or the count of a block.</summary>
    public void Long(long value)
    {
        var writer = new AvroWriter(Room(LongestNumber));
        writer.WriteLong(value);
        _length += writer.Position;
    }

    /// <summary>A boolean.</summary>
    public void Boolean(bool value)
    {
        Room(1)[0] = value ? (byte)1 : (byte)0;
        _length++;
    }

    /// <summary>A float.</summary>
    public void Float(float value)
    {
        var writer = new AvroWriter(Room(sizeof(float)));
        writer.WriteFloat(value);
        _length += writer.Position;
    }

    /// <summary>A double.</summary>
    public void Double(double value)
    {
        var writer = new AvroWriter(Room(sizeof(double)));
        writer.WriteDouble(value);
        _length += writer.Position;
    }

    /// <summary>A union of null and double, null first; NaN stands for null.</summary>
    public void DoubleOrNull(double value)
    {
        var isThere = !double.IsNaN(value);
        Long(isThere ? 1 : 0);
        if (isThere)
            Double(value);
    }

    /// <summary>Bytes, or a string that is UTF-8 already.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Long(value.Length);
        Raw(value);
    }

    /// <summary>A string.</summary>
    public void String(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Long(length);
        Encoding.UTF8.GetBytes(value, Room(length));
        _length += length;
    }

    /// <summary>What is encoded already.</summary>
    public void Raw(ReadOnlySpan<byte> encoded)
    {
        encoded.CopyTo(Room(encoded.Length));
        _length += encoded.Length;
    }

    Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
        return _bytes.AsSpan(_length);
    }
}
