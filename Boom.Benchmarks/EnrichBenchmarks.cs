using BenchmarkDotNet.Attributes;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Enricher;
using Boom.Storage.Sqlite;

namespace Boom.Benchmarks;

/// <summary>Stored alert and object to the fields that are written back, without any server.</summary>
[MemoryDiagnoser]
public class EnrichBenchmarks
{
    const int Alerts = 32;

    readonly EnricherStep _step = new(new ZtfSurvey(), "boom");
    readonly (long Candid, byte[] Alert, byte[] Object)[] _stored = new (long, byte[], byte[])[Alerts];

    /// <summary>Stores the alerts, and reads back what the enricher would get.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        var folder = Directory.CreateTempSubdirectory("boom-benchmark-").FullName;
        using (var writer = new BsonWriter())
        using (var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "boom.db") }))
        {
            var writes = SimulatedAlerts.Pairs(Alerts, writer).Select(pair => pair.First).ToArray();
            await store.WriteAsync(new AlertBatch(Survey.Ztf, writes, [], []), CancellationToken.None);
            var alerts = await store.ReadAlertsAsync(Survey.Ztf, [.. writes.Select(write => write.Candid)], CancellationToken.None);
            var objects = await store.ReadObjectsAsync(
                Survey.Ztf, [.. writes.Select(write => write.Object.ObjectId)], CancellationToken.None);
            for (var i = 0; i < Alerts; i++)
                _stored[i] = (writes[i].Candid, alerts[writes[i].Candid], objects[writes[i].Object.ObjectId]);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Frees the documents.</summary>
    [GlobalCleanup]
    public void Cleanup() => _step.Dispose();

    /// <summary>One alert after the other.</summary>
    [Benchmark(OperationsPerInvoke = Alerts)]
    public EnrichmentUpdate? Enrich()
    {
        _step.Begin();
        EnrichmentUpdate? update = null;
        foreach (var (candid, stored, document) in _stored)
        {
            var alert = AlertToEnrich.Read(candid, stored);
            update = _step.Complete(alert, _step.Analyse(alert, document, default), [], [], SimulatedAlerts.StoredAt);
        }

        return update;
    }
}
