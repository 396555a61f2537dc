using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Boom.Core.Catalogs;

/// <summary>Writes one section of a table from its first byte to its last.</summary>
sealed unsafe class SkySectionWriter(SafeFileHandle file, SkySection section, int bufferBytes) : IDisposable
{
    readonly NativeBlock _buffer = new(bufferBytes);
    readonly XxHash3 _hash = new();
    long _written;
    int _used;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<T>(T value)
        where T : unmanaged
    {
        if (_used + sizeof(T) > bufferBytes)
            Flush();
        *(T*)(_buffer.Start + _used) = value;
        _used += sizeof(T);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == bufferBytes)
                Flush();
            var part = bytes[..Math.Min(bytes.Length, bufferBytes - _used)];
            part.CopyTo(new Span<byte>(_buffer.Start + _used, part.Length));
            _used += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Writes what is left; the section with its checksum.</summary>
    public SkySection Complete()
    {
        Flush();
        if (_written != section.Length)
            throw new InvalidOperationException($"Section {section.Kind} of column {section.Column} has {_written} bytes where {section.Length} were planned.");
        return section with { Checksum = _hash.GetCurrentHashAsUInt64() };
    }

    public void Dispose() => _buffer.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Flush()
    {
        var bytes = new ReadOnlySpan<byte>(_buffer.Start, _used);
        _hash.Append(bytes);
        RandomAccess.Write(file, bytes, section.Offset + _written);
        _written += _used;
        _used = 0;
    }
}
