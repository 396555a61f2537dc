namespace Boom.Simulation.Stamps;

/// <summary>Bits into bytes, the least significant first, as deflate packs them.</summary>
sealed class DeflateBits(int capacity)
{
    readonly MemoryStream _bytes = new(capacity);
    ulong _pending;
    int _pendingCount;

    public void WriteBits(int bits, int count)
    {
        _pending |= (ulong)(uint)bits << _pendingCount;
        _pendingCount += count;
        while (_pendingCount >= 8)
        {
            _bytes.WriteByte((byte)_pending);
            _pending >>= 8;
            _pendingCount -= 8;
        }
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void FlushByte()
    {
        if (_pendingCount > 0)
            WriteBits(0, 8 - _pendingCount);
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public byte[] ToArray() => _bytes.ToArray();
}
