using System.Buffers;
using System.IO.Hashing;
using System.Text;
using Boom.Core.Avro;

namespace Boom.Core.Messages;

/// <summary>
/// Messages of one schema. Each is a whole Avro object container file with one record, not compressed; all begin with the same bytes, which are made once.
/// </summary>
sealed class MessageFile
{
    readonly AvroContainerWriter _writer;

    /// <param name="schemaJson">The schema.</param>
    public MessageFile(string schemaJson)
    {
        SchemaJson = schemaJson;
        var schema = Encoding.UTF8.GetBytes(schemaJson);
        _writer = new AvroContainerWriter(schema, AvroCodec.Null, XxHash128.Hash(schema));
    }

    /// <summary>The schema.</summary>
    public string SchemaJson { get; }

    /// <summary>The message that has this record.</summary>
    public byte[] Make(ReadOnlySpan<byte> record)
    {
        var output = new ArrayBufferWriter<byte>(_writer.Header.Length + record.Length + 64);
        _writer.WriteFile(output, record, 1);
        return output.WrittenSpan.ToArray();
    }
}
