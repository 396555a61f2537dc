using System.Buffers.Binary;
using System.IO.Hashing;
using Boom.Core.Bson;
using Boom.Core.Messages;

namespace Boom.FilterWorker.Streams;

/// <summary>
/// Reads the messages of one file. A record that is damaged is passed over: the next one that is whole is looked for, byte by byte. What is not whole at the end
/// of a file was never confirmed, and is no damage.
/// </summary>
/// <param name="file">Open; disposed of with this.</param>
sealed class SegmentReader(FileStream file) : IDisposable
{
    /// <summary>Length of a record, and its hash.</summary>
    internal const int HeadBytes = sizeof(int) + sizeof(ulong);

    const int LongestRecord = 64 << 20;
    const int WindowBytes = 1 << 20;

    // A document begins with its length, which the head has as well.
    const int MarkBytes = HeadBytes + sizeof(int);

    long _position;

    /// <summary>The file.</summary>
    public string Path => file.Name;

    /// <summary>Where the first damage is; null when there was none.</summary>
    public long? FirstDamage { get; private set; }

    /// <summary>Bytes that were passed over.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public OutgoingMessage? ReadNext()
    {
        while (true)
        {
            if (Read(_position, out var isTorn) is { } record)
            {
                _position += HeadBytes + record.Length;
                return Parse(record);
            }

            var next = FindNext(_position + 1);
            if (next is null && isTorn)
                return null;
            FirstDamage ??= _position;
            DamagedBytes += (next ?? Length) - _position;
            if (next is not { } found)
            {
                _position = Length;
                return null;
            }

            _position = found;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    long Length => RandomAccess.GetLength(file.SafeFileHandle);

    // Torn: the file ends before the record does, or there is none.
    byte[]? Read(long position, out bool isTorn)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        isTorn = Fill(head, position) < HeadBytes;
        if (isTorn)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is <= 0 or > LongestRecord)
            return null;
        isTorn = position + HeadBytes + length > Length;
        if (isTorn)
            return null;
        var record = new byte[length];
        return Fill(record, position + HeadBytes) == length && XxHash3.HashToUInt64(record) == BinaryPrimitives.ReadUInt64LittleEndian(head[sizeof(int)..]) ? record : null;
    }

    long? FindNext(long from)
    {
        var window = new byte[WindowBytes + MarkBytes];
        for (; from + MarkBytes <= Length; from += WindowBytes)
        {
            var count = Fill(window, from);
            for (var i = 0; i < WindowBytes && i + MarkBytes <= count; i++)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(window.AsSpan(i));
                if (length > 0 && length == BinaryPrimitives.ReadInt32LittleEndian(window.AsSpan(i + HeadBytes)) && Read(from + i, out _) is not null)
                    return from + i;
            }
        }

        return null;
    }

    int Fill(Span<byte> bytes, long position)
    {
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file.SafeFileHandle, bytes[read..], position + read) is > 0 and var count)
            read += count;
        return read;
    }

    static OutgoingMessage Parse(byte[] record)
    {
        string topic = "", key = "", id = "";
        string? trace = null;
        long candid = 0;
        long? received = null, stored = null, enriched = null, filtered = null;
        byte[] value = [];
        var field = new BsonReader(record);
        while (field.Read())
        {
            switch (field.Name)
            {
                case var name when name.SequenceEqual("topic"u8): topic = field.AsString(); break;
                case var name when name.SequenceEqual("key"u8): key = field.AsString(); break;
                case var name when name.SequenceEqual("id"u8): id = field.AsString(); break;
                case var name when name.SequenceEqual("trace"u8): trace = field.AsString(); break;
                case var name when name.SequenceEqual("candid"u8): candid = field.AsInt64(); break;
                case var name when name.SequenceEqual("received"u8): received = field.AsInt64(); break;
                case var name when name.SequenceEqual("stored"u8): stored = field.AsInt64(); break;
                case var name when name.SequenceEqual("enriched"u8): enriched = field.AsInt64(); break;
                case var name when name.SequenceEqual("filtered"u8): filtered = field.AsInt64(); break;
                case var name when name.SequenceEqual("value"u8): value = field.AsBinary().ToArray(); break;
            }
        }

        return new OutgoingMessage(topic, key, value, id, candid, new MessageStamps(received, stored, enriched, filtered), trace);
    }
}
