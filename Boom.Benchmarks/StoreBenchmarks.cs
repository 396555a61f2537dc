using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;

namespace Boom.Benchmarks;

/// <summary>A batch of 250 alerts into SQLite, per alert: of objects never seen, and the second alert of objects stored just before.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 5, iterationCount: 20, invocationCount: 1)]
public class StoreBenchmarks
{
    const int Alerts = 250;

    readonly BsonWriter _writer = new();
    (AlertWrite First, AlertWrite Second)[] _pairs = [];
    string _folder = "";
    SqliteStore _store = null!;
    AlertBatch _first = null!;
    AlertBatch _second = null!;
    int _iteration;

    /// <summary>Makes the alerts and a store.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _pairs = SimulatedAlerts.Pairs(Alerts, _writer);
        _folder = Directory.CreateTempSubdirectory("boom-benchmark-").FullName;
        _store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder, "boom.db") });
    }

    /// <summary>Removes the store.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
        _writer.Dispose();
    }

    /// <summary>Gives the alerts and objects names that are not stored yet.</summary>
    [IterationSetup(Target = nameof(NewObjectsAsync))]
    public void Rename()
    {
        _iteration++;
        _first = Batch(pair => pair.First, 0);
        _second = Batch(pair => pair.Second, 1);
    }

    /// <summary>Stores the objects' first alerts.</summary>
    [IterationSetup(Target = nameof(KnownObjectsAsync))]
    public void RenameAndStore()
    {
        Rename();
        NewObjectsAsync().GetAwaiter().GetResult();
    }

    /// <summary>Objects never seen.</summary>
    [Benchmark(OperationsPerInvoke = Alerts)]
    public async Task NewObjectsAsync() => await _store.WriteAsync(_first, CancellationToken.None);

    /// <summary>Objects stored just before.</summary>
    [Benchmark(OperationsPerInvoke = Alerts)]
    public async Task KnownObjectsAsync() => await _store.WriteAsync(_second, CancellationToken.None);

    // The documents keep their names: the store goes by those given beside them.
    AlertBatch Batch(Func<(AlertWrite First, AlertWrite Second), AlertWrite> choose, int parity)
    {
        var writes = new AlertWrite[Alerts];
        var ledger = new LedgerEntry[Alerts];
        for (var i = 0; i < Alerts; i++)
        {
            var write = choose(_pairs[i]);
            long number = (((_iteration * Alerts) + i) * 2) + parity;
            var origin = write.Origin with { Offset = number };
            writes[i] = write with
            {
                Origin = origin,
                Candid = number,
                Object = write.Object with { ObjectId = FormattableString.Invariant($"{write.Object.ObjectId}-{_iteration}") },
            };
            ledger[i] = new LedgerEntry(origin, PacketOutcome.Stored);
        }

        return new AlertBatch(Survey.Ztf, writes, ledger, []);
    }
}
