using BenchmarkDotNet.Attributes;
using Boom.Core.Store;
using Boom.Core.Surveys.Ztf;
using MongoDB.Bson;

namespace Boom.Benchmarks;

/// <summary>
/// Typed alert to its three BSON documents, beside the same documents held as <see cref="BsonDocument"/>, copied and encoded by MongoDB.Bson.
/// </summary>
[MemoryDiagnoser]
public class ZtfMapBenchmarks
{
    const int Alerts = 32;

    readonly ZtfSurvey _survey = new();
    readonly Boom.Core.Bson.BsonWriter _writer = new();
    ZtfAlert[] _alerts = [];
    BsonDocument[][] _documents = [];

    /// <summary>Decodes the alerts.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _alerts = [.. SimulatedAlerts.Night(Alerts).Packets().Select(packet => SimulatedAlerts.Decode(packet.ToArray()))];
        _documents = Array.ConvertAll(_alerts, alert => DocumentsOf(_survey.Map(alert, SimulatedAlerts.Context(0), _writer)));
    }

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Alerts)]
    public AlertWrite? Boom()
    {
        _writer.Reset();
        AlertWrite? write = null;
        for (var i = 0; i < _alerts.Length; i++)
            write = _survey.Map(_alerts[i], SimulatedAlerts.Context(i), _writer);
        return write;
    }

    /// <summary>MongoDB.Bson: a document model made and encoded.</summary>
    [Benchmark(OperationsPerInvoke = Alerts)]
    public int MongoBson()
    {
        var bytes = 0;
        foreach (var documents in _documents)
        {
            foreach (var document in documents)
                bytes += document.DeepClone().ToBson().Length;
        }

        return bytes;
    }

    static BsonDocument[] DocumentsOf(AlertWrite write) =>
    [
        Parse(write.AlertDocument),
        Parse(write.CutoutsDocument),
        Parse(write.Object.InsertFields),
        .. write.Object.Arrays.SelectMany(array => array.Points).Select(point => Parse(point.Document)),
    ];

    static BsonDocument Parse(ReadOnlyMemory<byte> document) => new RawBsonDocument(document.ToArray()).Materialize(new());
}
