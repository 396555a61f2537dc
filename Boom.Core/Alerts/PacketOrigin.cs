using System.IO.Hashing;

namespace Boom.Core.Alerts;

/// <summary>Where a packet was read: its identity for accounting.</summary>
/// <param name="Topic">Kafka topic, e.g. <c>ztf_20260101_programid1</c>.</param>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="Offset">Offset in the partition.</param>
/// <param name="TimestampMs">Record time stamp, Unix milliseconds; 0 when the broker gave none.</param>
public readonly record struct PacketOrigin(string Topic, int Partition, long Offset, long TimestampMs)
{
    /// <summary>Whether both name one packet; its time is not compared, as not every record of a packet holds it.</summary>
    public bool IsSamePacket(in PacketOrigin other) =>
        Offset == other.Offset && Partition == other.Partition && string.Equals(Topic, other.Topic, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Topic}[{Partition}]@{Offset}";
}

/// <summary>What tells a packet at an offset from another one at the same offset.</summary>
/// <param name="Offset">Offset in the partition.</param>
/// <param name="TimestampMs">Record time stamp, Unix milliseconds; 0 when the broker gave none.</param>
/// <param name="Fingerprint">Of its payload.</param>
public readonly record struct PacketMark(long Offset, long TimestampMs, ulong Fingerprint)
{
    /// <summary>XXH3 of a payload; never 0, which stands for none.</summary>
    public static ulong FingerprintOf(ReadOnlySpan<byte> payload) => Math.Max(1, XxHash3.HashToUInt64(payload));
}
