using System.Text;
using Avro;
using Avro.Generic;
using Avro.IO;
using BenchmarkDotNet.Attributes;
using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Simulation;

namespace Boom.Benchmarks;

/// <summary>
/// LSST packet to documents on one thread: of an object that is not stored, all of whose points are written, and of one whose older points are stored, of which the
/// last is. Held against a bare pass over the packet, with nothing taken of it, and against Apache.Avro's datum reader, which stops at the generic record. The
/// cutouts are apart: packets have none, and <see cref="Cutouts"/> writes the documents of those of a simulated visit, three images of 30 to 50 kB each.
/// </summary>
[MemoryDiagnoser]
public class LsstDecodeBenchmarks
{
    const int Packets = 32;

    readonly LsstSurvey _survey = new(new IncludedSchemas());
    readonly List<ISurveyAlert> _alerts = [];
    readonly BsonWriter _writer = new();
    readonly byte[][] _packets = new byte[Packets][];
    readonly LsstAlert[] _withCutouts;
    readonly AvroRecordPlan _pass = AvroRecordPlan.Compile(AvroSchema.Parse(LsstSchemas.Utf8(LsstPackets.Version)), [], "");
    readonly GenericDatumReader<GenericRecord> _apache;

    public LsstDecodeBenchmarks()
    {
        var schema = Schema.Parse(Encoding.UTF8.GetString(LsstSchemas.Utf8(LsstPackets.Version)));
        _apache = new GenericDatumReader<GenericRecord>(schema, schema);
        _withCutouts = [.. new SimulatedNight(new SimulationOptions { Survey = Survey.Lsst, Alerts = Packets }).Packets().Select(packet => DecodeOne(packet.ToArray()))];
    }

    /// <summary>Earlier detections in a packet.</summary>
    [Params(0, 368, 1037)]
    public int Points { get; set; }

    /// <summary>Makes the packets.</summary>
    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < Packets; i++)
            _packets[i] = LsstPackets.Make(Points, 0, i);
    }

    /// <summary>All points are written.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public long NewObject()
    {
        var bytes = 0L;
        foreach (var packet in _packets)
        {
            foreach (var array in Map(packet).Object.Arrays)
            {
                for (var i = 0; i < array.Points.Count; i++)
                    bytes += array.Points.Document(i, _writer).Length;
            }
        }

        return bytes;
    }

    /// <summary>The newest point is written.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public long KnownObject()
    {
        var bytes = 0L;
        foreach (var packet in _packets)
        {
            var points = Map(packet).Object.Arrays[0].Points;
            bytes += points.Document(points.Count - 1, _writer).Length;
        }

        return bytes;
    }

    /// <summary>Decoding alone.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public int Decode()
    {
        var points = 0;
        foreach (var packet in _packets)
            points += DecodeOne(packet).Detections.Length;
        return points;
    }

    /// <summary>A bare pass.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Packets)]
    public int Pass()
    {
        var end = 0;
        var slots = new AvroSlots();
        foreach (var packet in _packets)
            end += _pass.Walk(packet, 5, ref slots);
        return end;
    }

    /// <summary>Apache.Avro.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public GenericRecord? ApacheDatum()
    {
        GenericRecord? record = null;
        foreach (var packet in _packets)
        {
            using var stream = new MemoryStream(packet, 5, packet.Length - 5);
            record = _apache.Read(null!, new BinaryDecoder(stream));
        }

        return record;
    }

    /// <summary>The documents of cutouts, compressed.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public int Cutouts()
    {
        _writer.Reset();
        var bytes = 0;
        for (var i = 0; i < Packets; i++)
            bytes += CutoutsBson.Write(_writer, i, _withCutouts[i].CutoutScience, _withCutouts[i].CutoutTemplate, _withCutouts[i].CutoutDifference).Length;
        return bytes;
    }

    AlertWrite Map(byte[] packet)
    {
        _writer.Reset();
        return _survey.Map(DecodeOne(packet), SimulatedAlerts.Context(0), _writer);
    }

    LsstAlert DecodeOne(byte[] packet)
    {
        _alerts.Clear();
        var decoded = _survey.DecodeAsync(packet, _alerts, CancellationToken.None);
        return decoded.IsCompletedSuccessfully && decoded.Result is null
            ? (LsstAlert)_alerts[0]
            : throw new InvalidOperationException($"A packet of {Points} points cannot be decoded.");
    }
}
