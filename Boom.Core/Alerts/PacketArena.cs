using System.Buffers;

namespace Boom.Core.Alerts;

/// <summary>
/// Memory for the packets of one batch: pieces of pooled arrays, given back all at once. A batch of megabytes then costs the garbage
/// collector nothing. Not thread-safe.
/// </summary>
public sealed class PacketArena : IDisposable
{
    const int ChunkBytes = 1 << 20;

    readonly List<byte[]> _chunks = [];
    readonly ArrayPool<byte> _pool;
    int _left;

    /// <summary>An arena without memory as yet.</summary>
    public PacketArena()
        : this(ArrayPool<byte>.Shared)
    {
    }

    /// <param name="pool">Gives the memory.</param>
    internal PacketArena(ArrayPool<byte> pool) => _pool = pool;

    /// <summary>A copy of the bytes, valid until <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> bytes) => Add([], bytes);

    /// <summary>A copy of two pieces, one behind the other.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var memory = Reserve(first.Length + second.Length);
        first.CopyTo(memory.Span);
        second.CopyTo(memory.Span[first.Length..]);
        return memory;
    }

    /// <summary>Memory to be filled, with whatever was there before; valid until <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public Memory<byte> Reserve(int length)
    {
        if (length == 0)
            return default;
        if (length > _left)
        {
            _chunks.Add(_pool.Rent(Math.Max(ChunkBytes, length)));
            _left = _chunks[^1].Length;
        }

        var chunk = _chunks[^1];
        var memory = chunk.AsMemory(chunk.Length - _left, length);
        _left -= length;
        return memory;
    }

    /// <summary>Gives the memory back; the arena can be filled again.</summary>
    public void Clear()
    {
        foreach (var chunk in _chunks)
            _pool.Return(chunk);
        _chunks.Clear();
        _left = 0;
    }

    /// <inheritdoc cref="Clear"/>
    public void Dispose() => Clear();
}
