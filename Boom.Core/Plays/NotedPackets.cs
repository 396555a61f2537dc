using System.Buffers.Binary;
using System.IO.Hashing;

namespace Boom.Core.Plays;

/// <summary>Neighbouring packets of a play by content.</summary>
/// <param name="First">Number in the play of the first, from 0.</param>
/// <param name="Hashes"><see cref="PacketContent.HashOf"/> each.</param>
public sealed record NotedPackets(long First, IReadOnlyList<UInt128> Hashes)
{
    /// <summary>Bytes of one hash where they are stored.</summary>
    public const int HashBytes = 16;

    /// <summary>The hashes as they are stored: one after the other, big-endian.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Hashes.Count * HashBytes];
        for (var i = 0; i < Hashes.Count; i++)
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * HashBytes), Hashes[i]);
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static NotedPackets FromBytes(long first, ReadOnlySpan<byte> bytes)
    {
        var hashes = new UInt128[bytes.Length / HashBytes];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes[(i * HashBytes)..]);
        return new NotedPackets(first, hashes);
    }
}

/// <summary>Packets by what is in them.</summary>
public static class PacketContent
{
    /// <summary>The same for packets that are equal byte for byte, and for no others (XXH128).</summary>
    public static UInt128 HashOf(ReadOnlySpan<byte> packet) => XxHash128.HashToUInt128(packet);
}
