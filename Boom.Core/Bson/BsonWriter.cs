using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Boom.Core.Bson;

/// <summary>
/// Writes BSON documents one after the other into rented memory. The slices it hands out stay valid until <see cref="Reset"/>,
/// so one writer serves a whole batch. Absent values are omitted, but by the methods that say null.
/// </summary>
public sealed class BsonWriter : IDisposable
{
    const int ChunkBytes = 1 << 20;

    readonly List<byte[]> _full = [];
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    int _position;
    int _rootStart;
    int _depth;

    /// <summary>Starts a document of its own; ends with <see cref="EndRoot"/>.</summary>
    public void BeginRoot()
    {
        if (_depth != 0)
            throw new InvalidOperationException("A document is open already.");
        _rootStart = _position;
        BeginBody();
    }

    /// <summary>Ends the document begun with <see cref="BeginRoot"/> and returns its bytes.</summary>
    public ReadOnlyMemory<byte> EndRoot()
    {
        if (_depth != 1)
            throw new InvalidOperationException($"{_depth} documents are open; exactly the root must be.");
        EndBody(0);
        return _buffer.AsMemory(_rootStart, _position - _rootStart);
    }

    /// <summary>Takes back the open document, as if it had never been begun.</summary>
    public void Abandon()
    {
        _position = _rootStart;
        _depth = 0;
    }

    /// <summary>Starts a sub-document; pass the answer to <see cref="End"/>.</summary>
    public int BeginDocument(ReadOnlySpan<byte> name)
    {
        Header(BsonType.Document, name, 0);
        return BeginBody();
    }

    /// <summary>Starts an array; its elements are named by <see cref="BsonIndexNames"/>. Pass the answer to <see cref="End"/>.</summary>
    public int BeginArray(ReadOnlySpan<byte> name)
    {
        Header(BsonType.Array, name, 0);
        return BeginBody();
    }

    /// <summary>Ends a sub-document or array.</summary>
    public void End(int token) => EndBody(token);

    public void Double(ReadOnlySpan<byte> name, double value)
    {
        Header(BsonType.Double, name, 8);
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.AsSpan(_position), value);
        _position += 8;
    }

    public void Double(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } present)
            Double(name, present);
    }

    /// <summary>Single precision, widened.</summary>
    public void Double(ReadOnlySpan<byte> name, float value) => Double(name, (double)value);

    /// <summary>Single precision, widened.</summary>
    public void Double(ReadOnlySpan<byte> name, float? value)
    {
        if (value is { } present)
            Double(name, (double)present);
    }

    public void Int32(ReadOnlySpan<byte> name, int value)
    {
        Header(BsonType.Int32, name, 4);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_position), value);
        _position += 4;
    }

    public void Int32(ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } present)
            Int32(name, present);
    }

    public void Int64(ReadOnlySpan<byte> name, long value) => Long(BsonType.Int64, name, value);

    public void Int64(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } present)
            Int64(name, present);
    }

    /// <summary>Unix milliseconds.</summary>
    public void DateTime(ReadOnlySpan<byte> name, long unixMilliseconds) => Long(BsonType.DateTime, name, unixMilliseconds);

    public void Boolean(ReadOnlySpan<byte> name, bool value)
    {
        Header(BsonType.Boolean, name, 1);
        _buffer[_position++] = value ? (byte)1 : (byte)0;
    }

    public void Boolean(ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } present)
            Boolean(name, present);
    }

    public void String(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        var length = Encoding.UTF8.GetByteCount(value);
        Header(BsonType.String, name, length + 5);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_position), length + 1);
        _position += 4 + Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_position + 4));
        _buffer[_position++] = 0;
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public void String(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8)
    {
        Header(BsonType.String, name, utf8.Length + 5);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_position), utf8.Length + 1);
        utf8.CopyTo(_buffer.AsSpan(_position + 4));
        _position += utf8.Length + 4;
        _buffer[_position++] = 0;
    }

    /// <summary>A null.</summary>
    public void Null(ReadOnlySpan<byte> name) => Header(BsonType.Null, name, 0);

    /// <summary>The number; null when it is absent.</summary>
    public void DoubleOrNull(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } present)
            Double(name, present);
        else
            Null(name);
    }

    /// <summary>The text; null when it is absent.</summary>
    public void StringOrNull(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            Null(name);
        else
            String(name, value);
    }

    /// <summary>Binary data, subtype 0 (generic).</summary>
    public void Binary(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Header(BsonType.Binary, name, value.Length + 5);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_position), value.Length);
        _buffer[_position + 4] = 0;
        value.CopyTo(_buffer.AsSpan(_position + 5));
        _position += value.Length + 5;
    }

    /// <summary>Writes an element whose value is encoded already (a document, say), under the given name.</summary>
    public void Raw(BsonType type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Header(type, name, value.Length);
        value.CopyTo(_buffer.AsSpan(_position));
        _position += value.Length;
    }

    /// <summary>Writes elements encoded already, names and all.</summary>
    public void RawElements(ReadOnlySpan<byte> elements)
    {
        Ensure(elements.Length);
        elements.CopyTo(_buffer.AsSpan(_position));
        _position += elements.Length;
    }

    /// <summary>Room for elements of an open document that somebody else encodes; <see cref="Advance"/> says how much of it was used.</summary>
    /// <param name="size">Bytes wanted at least.</param>
    public Span<byte> GetSpan(int size)
    {
        Ensure(size);
        return _buffer.AsSpan(_position);
    }

    /// <summary>Takes what was written to the answer of <see cref="GetSpan"/>.</summary>
    /// <param name="count">Bytes, whole elements.</param>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _position));
        _position += count;
    }

    /// <summary>Forgets everything written; slices handed out become invalid.</summary>
    public void Reset()
    {
        foreach (var chunk in _full)
            ArrayPool<byte>.Shared.Return(chunk);
        _full.Clear();
        _position = _rootStart = _depth = 0;
    }

    public void Dispose()
    {
        Reset();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    void Long(BsonType type, ReadOnlySpan<byte> name, long value)
    {
        Header(type, name, 8);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_position), value);
        _position += 8;
    }

    int BeginBody()
    {
        Ensure(4);
        var token = _position - _rootStart;
        _position += 4;
        _depth++;
        return token;
    }

    void EndBody(int token)
    {
        Ensure(1);
        _buffer[_position++] = 0;
        var start = _rootStart + token;
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start), _position - start);
        _depth--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Header(BsonType type, ReadOnlySpan<byte> name, int valueBytes)
    {
        Ensure(name.Length + 2 + valueBytes);
        var span = _buffer.AsSpan(_position, name.Length + 2);
        span[0] = (byte)type;
        name.CopyTo(span[1..]);
        span[^1] = 0;
        _position += span.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Ensure(int count)
    {
        if (_buffer.Length - _position < count)
            Grow(count);
    }

    void Grow(int count)
    {
        // Only the open document moves; finished ones keep their memory, and so do the slices of them.
        var open = _position - _rootStart;
        var next = ArrayPool<byte>.Shared.Rent(Math.Max(ChunkBytes, checked((open + count) * 2)));
        _buffer.AsSpan(_rootStart, open).CopyTo(next);
        _full.Add(_buffer);
        _buffer = next;
        _rootStart = 0;
        _position = open;
    }
}
