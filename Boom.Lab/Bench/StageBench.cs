using Boom.AlertWorker;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Embedded.Servers;
using Boom.Enricher;
using Boom.Hosting.Stages;
using Boom.Messaging.Queues;
using Boom.Simulation;
using Boom.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
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
internal sealed class StageBench(
    EmbeddedQueueServer server, IConnectionMultiplexer connection, SqliteStore store, GatedQueue packets, GatedQueue candids, IHost host, string topic,
    TimeProvider time) : IAsyncDisposable
{
    const int LapPackets = 2000;
    const int PushPackets = 100;

    /// <summary>The store.</summary>
    public SqliteStore Store => store;

    /// <summary>Starts both.</summary>
    /// <param name="folder">Existing folder for the store.</param>
    /// <param name="night">Whose packets they are.</param>
    /// <param name="time">Clock.</param>
    /// <param name="settings">Settings of the stages; null for none.</param>
    public static async Task<StageBench> StartAsync(
        string folder, SimulationOptions night, TimeProvider time, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var server = EmbeddedQueueServer.Start();
        var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "boom.db") });
        var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var packets = new GatedQueue(new ValkeyQueue(connection, QueueNames.Packets(night.Survey), time));
        var candids = new GatedQueue(new ValkeyQueue(connection, QueueNames.Enrichment(night.Survey), time));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        // Schemas of simulated packets are those of this build.
        builder.Configuration.AddInMemoryCollection([new("Registry:Enabled", "false")]).AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(time)
            .AddSingleton<IAlertStore>(store)
            .AddSingleton<Func<string, ILeasedQueue>>(name => name == packets.Name ? packets : candids)
            .AddStages(builder.Configuration, [night.Survey], new AlertWorkerStage(), new EnricherStage());
        var host = builder.Build();
        await host.StartAsync();
        return new StageBench(server, connection, store, packets, candids, host, night.Topic, time);
    }

    /// <summary>From the queue to the store.</summary>
    public async Task<BenchMeasure> StoreAsync(PacketPool pool, CancellationToken cancellationToken)
    {
        var sum = default(BenchMeasure);
        for (var first = 0; first < pool.Length; first += LapPackets)
        {
            var end = Math.Min(first + LapPackets, pool.Length);
            foreach (var batch in pool.Messages(topic, first, end).Chunk(PushPackets))
                await packets.PushAsync(batch, cancellationToken);
            sum += await DrainAsync(packets, end - first, cancellationToken);
        }

        return sum;
    }

    /// <summary>From the store back to it, enriched.</summary>
    public Task<BenchMeasure> EnrichAsync(int alerts, CancellationToken cancellationToken) => DrainAsync(candids, alerts, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Workers that wait at a gate see the stop only behind it.
        var stopped = host.StopAsync();
        packets.Release();
        candids.Release();
        await stopped;
        host.Dispose();
        await connection.DisposeAsync();
        server.Dispose();
        store.Dispose();
    }

    async Task<BenchMeasure> DrainAsync(GatedQueue queue, int messages, CancellationToken cancellationToken)
    {
        var meter = BenchMeter.Start(time);
        await queue.Open(messages).WaitAsync(cancellationToken);
        var measure = await meter.StopAsync(messages);
        queue.Close();
        return measure;
    }
}
