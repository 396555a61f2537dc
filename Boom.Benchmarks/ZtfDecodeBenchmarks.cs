using Avro;
using Avro.File;
using Avro.Generic;
using Avro.IO;
using BenchmarkDotNet.Attributes;
using Boom.Core.Avro;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;

namespace Boom.Benchmarks;

/// <summary>
/// ZTF container to typed alert, per schema version, beside Apache.Avro: its container reader, which parses the schema of each packet,
/// and its datum reader on the bare datum with the schema parsed before. Ours derives fields and orders light curves as well; theirs
/// stop at the generic record.
/// </summary>
[MemoryDiagnoser]
public class ZtfDecodeBenchmarks
{
    const int Packets = 32;
    const string Simulated = "simulated 4.02";
    const string Published = "2695378462115010012 (4.02)";

    readonly ZtfDecoder _decoder = new();
    readonly List<ISurveyAlert> _alerts = [];
    readonly byte[][] _packets = new byte[Packets][];
    readonly (ReadOnlyMemory<byte> Datum, GenericDatumReader<GenericRecord> Reader)[] _datums =
        new (ReadOnlyMemory<byte>, GenericDatumReader<GenericRecord>)[Packets];

    /// <summary>What is decoded: a version, or one packet.</summary>
    [ParamsSource(nameof(Inputs))]
    public string Input { get; set; } = Simulated;

    /// <summary>Everything that can be decoded here.</summary>
    public static IEnumerable<string> Inputs() =>
        RealPackets.Find("v4.02", "2695378462115010012.avro") is null ? [Simulated] : [Simulated, Published, .. RealPackets.Versions];

    /// <summary>Reads the packets; a version of fewer than 32 is repeated.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var found = Load().Where(IsReadable).Take(Packets).ToArray();
        var readers = new Dictionary<string, GenericDatumReader<GenericRecord>>();
        for (var i = 0; i < Packets; i++)
        {
            var packet = _packets[i] = found[i % found.Length];
            var header = AvroContainerHeader.Read(packet);
            var json = System.Text.Encoding.UTF8.GetString(packet, header.SchemaJson.Offset, header.SchemaJson.Length);
            if (!readers.TryGetValue(json, out var reader))
            {
                var schema = Schema.Parse(json);
                readers.Add(json, reader = new GenericDatumReader<GenericRecord>(schema, schema));
            }

            var blocks = new AvroBlockReader(packet, header);
            blocks.Read();
            _datums[i] = (blocks.Data.ToArray(), reader);
        }
    }

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Packets)]
    public int Boom()
    {
        foreach (var packet in _packets)
        {
            _alerts.Clear();
            _decoder.Decode(packet, _alerts);
        }

        return _alerts.Count;
    }

    /// <summary>Apache.Avro on the container.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public GenericRecord? ApacheContainer()
    {
        GenericRecord? record = null;
        foreach (var packet in _packets)
        {
            using var stream = new MemoryStream(packet);
            using var reader = DataFileReader<GenericRecord>.OpenReader(stream);
            record = reader.Next();
        }

        return record;
    }

    /// <summary>Apache.Avro on the datum, schema known.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public GenericRecord? ApacheDatum()
    {
        GenericRecord? record = null;
        foreach (var (datum, reader) in _datums)
        {
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(datum, out var bytes);
            using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count);
            record = reader.Read(null!, new BinaryDecoder(stream));
        }

        return record;
    }

    IEnumerable<byte[]> Load() => Input switch
    {
        Simulated => SimulatedAlerts.Night(Packets).Packets().Select(packet => packet.ToArray()),
        Published => [RealPackets.Find("v4.02", "2695378462115010012.avro")!],
        _ => RealPackets.Of(Input, 4 * Packets),
    };

    /// <summary>Both sides must read it, and it must hold one record, or the two would not do the same.</summary>
    bool IsReadable(byte[] packet)
    {
        _alerts.Clear();
        if (_decoder.Decode(packet, _alerts) is not null || _alerts.Count != 1)
            return false;
        try
        {
            using var reader = DataFileReader<GenericRecord>.OpenReader(new MemoryStream(packet));
            return reader.Next() is not null && !reader.HasNext();
        }
        catch (AvroException)
        {
            return false;
        }
    }
}
