using System.Collections.Concurrent;
using System.IO.Hashing;

namespace Boom.Core.Avro;

/// <summary>
/// Compiled readers by the fingerprint of the writer's schema. The common case, a packet whose header is that of the packet before,
/// costs one comparison of bytes; a schema seen for the first time is parsed and compiled once. Safe for use by several threads.
/// </summary>
/// <typeparam name="T">What a record becomes.</typeparam>
/// <param name="refuse">
/// Given the full name of the writer's record, why such packets are not read, as one clause; null for those that are. Asked before
/// the fields are looked at, once per schema.
/// </param>
sealed class AvroReaderCache<T>(Func<string, string?>? refuse = null)
{
    // Real streams have a handful of schemas; a flood of different ones must not fill the memory.
    const int MaximumEntries = 256;

    readonly ConcurrentDictionary<UInt128, AvroCompiledSchema<T>> _schemas = new();
    volatile LastHeader? _last;

    /// <summary>Strings shared by all readers of this cache.</summary>
    public AvroStringCache Strings { get; } = new();

    /// <summary>Number of schemas held.</summary>
    public int Count => _schemas.Count;

    /// <summary>
    /// The header of a container and the reader for its records. Throws <see cref="AvroFormatException"/>, for a schema that cannot be
    /// read each time anew.
    /// </summary>
    public AvroCompiledSchema<T> Open(ReadOnlySpan<byte> container, out AvroContainerHeader header)
    {
        if (_last is { } last && container.StartsWith(last.Bytes))
        {
            header = last.Header;
            if (container.Length - header.SyncOffset >= AvroContainerHeader.SyncLength)
                return last.Schema;
        }

        header = AvroContainerHeader.Read(container);
        var schema = Get(container.Slice(header.SchemaJson.Offset, header.SchemaJson.Length));
        _last = new LastHeader(container[..header.SyncOffset].ToArray(), header, schema);
        return schema;
    }

    /// <summary>The reader for a schema given by itself, as for data without container.</summary>
    public AvroCompiledSchema<T> Get(ReadOnlySpan<byte> schemaJson)
    {
        var fingerprint = XxHash128.HashToUInt128(schemaJson);
        if (!_schemas.TryGetValue(fingerprint, out var compiled))
        {
            if (_schemas.Count >= MaximumEntries)
                _schemas.Clear();
            compiled = _schemas.GetOrAdd(fingerprint, AvroCompiledSchema<T>.Compile(schemaJson, refuse));
        }

        compiled.ThrowIfFaulty();
        return compiled;
    }

    sealed record LastHeader(byte[] Bytes, AvroContainerHeader Header, AvroCompiledSchema<T> Schema);
}
