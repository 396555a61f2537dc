using Avro;
using Avro.Generic;
using Avro.IO;

namespace Boom.Tests.Core.Avro;

/// <summary>Apache.Avro as writer and reader of test data.</summary>
static class AvroOracle
{
    /// <summary>Encodes one value, without container.</summary>
    public static byte[] Encode(Schema schema, object value)
    {
        using var stream = new MemoryStream();
        new GenericDatumWriter<object>(schema).Write(value, new BinaryEncoder(stream));
        return stream.ToArray();
    }

    /// <summary>Writes a container of several records, one block each <paramref name="recordsPerBlock"/>.</summary>
    public static byte[] Container(Schema schema, IReadOnlyList<GenericRecord> records, global::Avro.File.Codec.Type codec, int recordsPerBlock = int.MaxValue)
    {
        using var stream = new MemoryStream();
        var writer = global::Avro.File.DataFileWriter<GenericRecord>.OpenWriter(
            new GenericDatumWriter<GenericRecord>(schema), stream, global::Avro.File.Codec.CreateCodec(codec), leaveOpen: true);
        for (var i = 0; i < records.Count; i++)
        {
            writer.Append(records[i]);
            if ((i + 1) % recordsPerBlock == 0)
                writer.Sync();
        }

        writer.Close();
        return stream.ToArray();
    }

    /// <summary>The records of a container.</summary>
    public static List<GenericRecord> Read(byte[] container)
    {
        using var stream = new MemoryStream(container);
        using var reader = global::Avro.File.DataFileReader<GenericRecord>.OpenReader(stream);
        var records = new List<GenericRecord>();
        while (reader.HasNext())
            records.Add(reader.Next());
        return records;
    }

    /// <summary>A field of a record by name; null when the schema has none of that name.</summary>
    public static object? Get(this GenericRecord record, string name) => record.TryGetValue(name, out var value) ? value : null;
}
