using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using Boom.Core.Avro;

namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// Schemas ready to read by: by number for packets in a frame, by the bytes of the header for containers. Each is made once; of one that cannot be read the
/// reason is kept. Thread-safe.
/// </summary>
sealed class LsstSchemaCache
{
    // Real streams have a handful of schemas; a flood of different ones must not fill the memory.
    const int MaximumEntries = 256;

    readonly ConcurrentDictionary<UInt128, Entry> _schemas = new();
    readonly ConcurrentDictionary<uint, Numbered> _numbered = new();
    volatile Numbered? _lastNumbered;
    volatile LastHeader? _lastHeader;

    /// <summary>The schema of a frame. Throws <see cref="AvroFormatException"/>, for one that cannot be read each time anew.</summary>
    /// <param name="number">Number in the frame.</param>
    /// <param name="json">The text that it stands for.</param>
    public LsstPacketSchema Get(uint number, string json)
    {
        if (_lastNumbered is not { } numbered || numbered.Number != number)
            _numbered.TryGetValue(number, out numbered);

        // Another text for a known number is another schema: a registry may have been mended.
        if (numbered is null || !string.Equals(numbered.Json, json, StringComparison.Ordinal))
        {
            if (_numbered.Count >= MaximumEntries)
                _numbered.Clear();
            _numbered[number] = numbered = new Numbered(number, json, Find(Encoding.UTF8.GetBytes(json)));
        }

        _lastNumbered = numbered;
        return numbered.Entry.Schema();
    }

    /// <summary>The header of a container and the schema in it. Throws <see cref="AvroFormatException"/>.</summary>
    public LsstPacketSchema Open(ReadOnlySpan<byte> container, out AvroContainerHeader header)
    {
        if (_lastHeader is { } last && container.StartsWith(last.Bytes))
        {
            header = last.Header;
            if (container.Length - header.SyncOffset >= AvroContainerHeader.SyncLength)
                return last.Entry.Schema();
        }

        header = AvroContainerHeader.Read(container);
        var entry = Find(container.Slice(header.SchemaJson.Offset, header.SchemaJson.Length));
        _lastHeader = new LastHeader(container[..header.SyncOffset].ToArray(), header, entry);
        return entry.Schema();
    }

    Entry Find(ReadOnlySpan<byte> json)
    {
        var fingerprint = XxHash128.HashToUInt128(json);
        if (_schemas.TryGetValue(fingerprint, out var entry))
            return entry;
        if (_schemas.Count >= MaximumEntries)
            _schemas.Clear();
        return _schemas.GetOrAdd(fingerprint, Compile(json));
    }

    static Entry Compile(ReadOnlySpan<byte> json)
    {
        try
        {
            return new Entry(LsstPacketSchema.Compile(json), null);
        }
        catch (AvroFormatException exception)
        {
            return new Entry(null, exception);
        }
    }

    sealed record Entry(LsstPacketSchema? Made, AvroFormatException? Fault)
    {
        public LsstPacketSchema Schema() => Made ?? throw new AvroFormatException(Fault!.Fault, Fault.What, Fault.Position, Fault.Path);
    }

    sealed record Numbered(uint Number, string Json, Entry Entry);

    sealed record LastHeader(byte[] Bytes, AvroContainerHeader Header, Entry Entry);
}
