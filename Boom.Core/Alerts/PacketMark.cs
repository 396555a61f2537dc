using System.IO.Hashing;

namespace Boom.Core.Alerts;

/// <summary>What tells a packet at an offset from another one at the same offset.</summary>
/// <param name="Offset">Offset in the partition.</param>
/// <param name="TimestampMs">Record time stamp, Unix milliseconds; 0 when the broker gave none.</param>
/// <param name="Fingerprint">Of its payload.</param>
public readonly record struct PacketMark(long Offset, long TimestampMs, ulong Fingerprint)
{
    /// <summary>XXH3 of a payload; never 0, which stands for none.</summary>
    public static ulong FingerprintOf(ReadOnlySpan<byte> payload) => Math.Max(1, XxHash3.HashToUInt64(payload));
}
