using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using Boom.Core.Avro;

namespace Boom.Messaging.Archives;

/// <summary>
/// Records without header in an archive that holds their schema once, in an entry <c>schema.json</c> before them, as archives of brokers have them: each becomes
/// an Avro container with that schema.
/// </summary>
sealed class BareRecords
{
    /// <summary>Name of the entry.</summary>
    public const string SchemaName = "schema.json";

    /// <summary>No schema is longer.</summary>
    public const int MostSchemaBytes = 1 << 20;

    readonly AvroContainerWriter _writer;

    BareRecords(AvroContainerWriter writer) => _writer = writer;

    /// <summary>Takes the schema of an archive; null when the text is none of a record.</summary>
    public static BareRecords? Of(ReadOnlyMemory<byte> schemaJson)
    {
        try
        {
            using var schema = JsonDocument.Parse(schemaJson);
            return schema.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("type", out var type) && type.ValueEquals("record")
                ? new BareRecords(new AvroContainerWriter(schemaJson.Span, AvroCodec.Null, XxHash128.Hash(schemaJson.Span)))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a packet is a record and no more: neither a container nor in the frame of a registry.</summary>
    public static bool AreBare(ReadOnlySpan<byte> packet) => packet is not ([(byte)'O', (byte)'b', (byte)'j', 1, ..] or [0, ..]);

    /// <summary>The container of a record.</summary>
    public byte[] ToContainer(ReadOnlySpan<byte> record)
    {
        var output = new ArrayBufferWriter<byte>(_writer.Header.Length + record.Length + 64);
        _writer.WriteFile(output, record, 1);
        return output.WrittenSpan.ToArray();
    }
}
