using Boom.AlertWorker;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Servers;
using Boom.Enricher;
using Boom.Hosting.Stages;
using Boom.Messaging.Queues;
using Boom.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Boom.Lab.Bench;

/// <summary>
/// One alert worker and one enricher on an embedded queue server and a store of their own, each driven alone: the packets lie in the
/// queue before the clock starts, a lap at a time so that memory stays small.
/// </summary>
internal sealed class StageBench : IAsyncDisposable
{
    const int LapPackets = 2000;
    const int PushPackets = 100;

    readonly EmbeddedQueueServer _server = EmbeddedQueueServer.Start();
    readonly SqliteStore _store;
    readonly TimeProvider _time;
    readonly string _topic;
    IConnectionMultiplexer _connection = null!;
    GatedQueue _packets = null!;
    GatedQueue _candids = null!;
    IHost _host = null!;

    StageBench(string folder, string topic, TimeProvider time)
    {
        _store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "boom.db") });
        _topic = topic;
        _time = time;
    }

    public static async Task<StageBench> StartAsync(string folder, string topic, TimeProvider time)
    {
        var bench = new StageBench(folder, topic, time);
        await bench.StartAsync();
        return bench;
    }

    /// <summary>From the queue to the store.</summary>
    public async Task<BenchMeasure> StoreAsync(PacketPool pool, CancellationToken cancellationToken)
    {
        var sum = default(BenchMeasure);
        for (var first = 0; first < pool.Length; first += LapPackets)
        {
            var count = Math.Min(LapPackets, pool.Length - first);
            await PushAsync(pool, first, count, cancellationToken);
            sum += await DrainAsync(_packets, count, cancellationToken);
        }

        return sum;
    }

    /// <summary>From the store back to it, enriched.</summary>
    public Task<BenchMeasure> EnrichAsync(int alerts, CancellationToken cancellationToken) => DrainAsync(_candids, alerts, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Workers that wait at a gate see the stop only behind it.
        var stopped = _host.StopAsync();
        _packets.Release();
        _candids.Release();
        await stopped;
        _host.Dispose();
        await _connection.DisposeAsync();
        _server.Dispose();
        _store.Dispose();
    }

    async Task StartAsync()
    {
        _connection = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        _packets = new GatedQueue(new ValkeyQueue(_connection, QueueNames.Packets(Survey.Ztf), _time));
        _candids = new GatedQueue(new ValkeyQueue(_connection, QueueNames.Enrichment(Survey.Ztf), _time));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(_time)
            .AddSingleton<IAlertStore>(_store)
            .AddSingleton<Func<string, ILeasedQueue>>(name => name == _packets.Name ? _packets : _candids)
            .AddStages(builder.Configuration, [Survey.Ztf], new AlertWorkerStage(), new EnricherStage());
        _host = builder.Build();
        await _host.StartAsync();
    }

    async Task PushAsync(PacketPool pool, int first, int count, CancellationToken cancellationToken)
    {
        var batch = new List<QueueMessage>(PushPackets);
        for (var i = first; i < first + count; i++)
        {
            var origin = new PacketOrigin(_topic, i % EmbeddedBroker.PartitionCount, i / EmbeddedBroker.PartitionCount, 0);
            batch.Add(new QueueMessage(origin, null, pool.Packet(i)));
            if (batch.Count < PushPackets && i + 1 < first + count)
                continue;
            await _packets.PushAsync(batch, cancellationToken);
            batch.Clear();
        }
    }

    async Task<BenchMeasure> DrainAsync(GatedQueue queue, int messages, CancellationToken cancellationToken)
    {
        var meter = BenchMeter.Start(_time);
        await queue.Open(messages).WaitAsync(cancellationToken);
        var measure = await meter.StopAsync(messages);
        queue.Close();
        return measure;
    }
}
