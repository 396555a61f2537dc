using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using Avro;
using Avro.Generic;
using Avro.IO;
using Boom.Tests.Core.Avro;
using Boom.Tests.Support;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>Packets with what Apache.Avro reads in them.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Bytes">The packet.</param>
/// <param name="Records">Its records.</param>
sealed record LsstTestPacket(string Name, byte[] Bytes, IReadOnlyList<GenericRecord> Records)
{
    static readonly Dictionary<string, RecordSchema> _schemas = [];

    /// <summary>The schema of a version as the survey published it.</summary>
    public static RecordSchema SchemaOf(string version)
    {
        lock (_schemas)
        {
            if (!_schemas.TryGetValue(version, out var schema))
                _schemas.Add(version, schema = (RecordSchema)Schema.Parse(LsstTestSchemas.Text(Version.Parse(version))));
            return schema;
        }
    }

    static readonly Lazy<IReadOnlyList<LsstTestPacket>> _real = new(() => [.. FindReal()]);

    /// <summary>Every packet in the folder of real ones: framed, re-encoded, containers, samples, and the datums of an archive.</summary>
    public static IReadOnlyList<LsstTestPacket> Real => _real.Value;

    static IEnumerable<LsstTestPacket> FindReal()
    {
        var folder = Path.Combine(TestData.Require(), "alerts", "lsst");
        foreach (var path in Directory.GetFiles(folder, "*.avro*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            yield return Read(Path.GetRelativePath(folder, path), Unpack(path));
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "archives"), "*.tar.gz"))
        {
            foreach (var packet in Archive(path))
                yield return packet;
        }
    }

    /// <summary>Of a version, in a frame, made of random values: nulls, NaN and every branch among them.</summary>
    public static LsstTestPacket Random(string version, Random random)
    {
        var record = (GenericRecord)LsstRandomRecords.Make(SchemaOf(version), random);
        return new LsstTestPacket($"random {version}", Frame(version, record), [record]);
    }

    /// <summary>A record in a frame.</summary>
    public static byte[] Frame(string version, GenericRecord record) => Frame(version, AvroOracle.Encode(record.Schema, record));

    /// <summary>An encoded record in a frame.</summary>
    public static byte[] Frame(string version, ReadOnlySpan<byte> datum)
    {
        var parsed = Version.Parse(version);
        byte[] packet = [0, 0, 0, 0, 0, .. datum];
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(1), (100 * parsed.Major) + parsed.Minor);
        return packet;
    }

    /// <summary>Reads a packet by Apache.Avro.</summary>
    public static LsstTestPacket Read(string name, byte[] bytes)
    {
        if (bytes[0] != 0)
            return new LsstTestPacket(name, bytes, AvroOracle.Read(bytes));
        var number = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1));
        return new LsstTestPacket(name, bytes, [Decode(SchemaOf($"{number / 100}.{number % 100}"), bytes.AsSpan(5))]);
    }

    static GenericRecord Decode(Schema schema, ReadOnlySpan<byte> datum)
    {
        using var stream = new MemoryStream(datum.ToArray());
        return new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(stream));
    }

    static IEnumerable<LsstTestPacket> Archive(string path)
    {
        using var archive = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (archive.GetNextEntry(copyData: true) is { } entry)
        {
            if (!entry.Name.EndsWith(".avro", StringComparison.Ordinal))
                continue;
            using var datum = new MemoryStream();
            entry.DataStream!.CopyTo(datum);
            yield return Read(entry.Name, Frame("9.0", datum.ToArray()));
        }
    }

    static byte[] Unpack(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
            return File.ReadAllBytes(path);
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
