using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using Boom.Core.Avro;

namespace Boom.Messaging.Queues;

/// <summary>
/// Headers that many packets have in common. A container repeats its writer's schema, a third to a half of a ZTF packet, in each
/// packet; a queue keeps it once. Safe for use by several threads.
/// </summary>
sealed class SharedHeaders
{
    /// <summary>Shorter headers stay with their packets.</summary>
    const int MinimumBytes = 1024;

    // Real streams have a handful of schemas. What comes after so many different ones is passed on whole.
    const int Maximum = 256;

    readonly ConcurrentDictionary<UInt128, byte[]> _known = new();
    volatile Last? _last;

    /// <summary>The header of a packet that is worth sharing: an id, never 0, and its bytes. False, and id 0, for a packet without one.</summary>
    public bool TrySplit(ReadOnlySpan<byte> packet, out UInt128 id, [NotNullWhen(true)] out byte[]? header)
    {
        if (_last is { } last && packet.StartsWith(last.Header))
        {
            (id, header) = (last.Id, last.Header);
            return true;
        }

        (id, header) = (0, null);
        // What is handed from stage to stage is no packet, and is told by its length alone.
        if (packet.Length < MinimumBytes || LengthOf(packet) is not (>= MinimumBytes and var length))
            return false;
        var bytes = packet[..length];
        var hash = IdOf(bytes);
        if (!_known.TryGetValue(hash, out header))
        {
            if (_known.Count >= Maximum)
                return false;
            header = _known.GetOrAdd(hash, bytes.ToArray());
        }

        id = hash;
        _last = new Last(id, header);
        return true;
    }

    public bool TryGet(UInt128 id, [NotNullWhen(true)] out byte[]? header) => _known.TryGetValue(id, out header);

    /// <summary>Takes a header as the server keeps it; null when it is not the one of this id.</summary>
    public byte[]? Learn(UInt128 id, byte[] header)
    {
        if (IdOf(header) != id)
            return null;
        if (_known.Count < Maximum)
            _known.TryAdd(id, header);
        return header;
    }

    static UInt128 IdOf(ReadOnlySpan<byte> header) => XxHash128.HashToUInt128(header);

    static int LengthOf(ReadOnlySpan<byte> packet)
    {
        try
        {
            // Up to the sync marker, which is another in each packet.
            return AvroContainerHeader.Read(packet).SyncOffset;
        }
        catch (AvroFormatException)
        {
            // No container, or a damaged one: the alert worker will say so.
            return 0;
        }
    }

    sealed record Last(UInt128 Id, byte[] Header);
}
