using System.Buffers;
using Boom.Core.Plays;

namespace Boom.Embedded.Plays;

/// <summary>Packets that are noted together before they are published: a journal entry each would be too slow.</summary>
sealed class PlayBlock : IDisposable
{
    const int MaxPackets = 128;
    const long MaxBytes = 4_000_000;

    readonly List<(byte[] Buffer, int Length)> _packets = [];
    readonly List<UInt128> _hashes = [];
    long _bytes;

    public int Count => _packets.Count;

    public bool IsFull => _packets.Count >= MaxPackets || _bytes >= MaxBytes;

    public ReadOnlyMemory<byte> this[int index] => _packets[index].Buffer.AsMemory(0, _packets[index].Length);

    /// <summary>Takes a copy of a packet.</summary>
    public void Add(ReadOnlySpan<byte> packet, UInt128? content)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(buffer);
        _packets.Add((buffer, packet.Length));
        _bytes += packet.Length;
        if (content is { } known)
            _hashes.Add(known);
    }

    /// <summary>The packets by content, the first of which has this number.</summary>
    public NotedPackets ToNoted(long first) => new(first, [.. _hashes]);

    public void Clear()
    {
        foreach (var (buffer, _) in _packets)
            ArrayPool<byte>.Shared.Return(buffer);
        _packets.Clear();
        _hashes.Clear();
        _bytes = 0;
    }

    public void Dispose() => Clear();
}
