using System.IO.Hashing;

namespace Boom.Core.Plays;

/// <summary>Packets by what is in them.</summary>
public static class PacketContent
{
    /// <summary>The same for packets that are equal byte for byte, and for no others (XXH128).</summary>
    public static UInt128 HashOf(ReadOnlySpan<byte> packet) => XxHash128.HashToUInt128(packet);
}
