using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Embedded.Servers;
using Boom.Messaging.Queues;
using StackExchange.Redis;

namespace Boom.Benchmarks;

/// <summary>A batch of 250 packets of 72 kB through a queue on the embedded server; time and allocations of both sides, per packet.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 10, iterationCount: 20, invocationCount: 1)]
public class QueueBenchmarks
{
    const int Packets = 250;
    const int PacketBytes = 72_000;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    readonly QueueMessage[] _messages = new QueueMessage[Packets];
    EmbeddedQueueServer _server = null!;
    ConnectionMultiplexer _connection = null!;
    ValkeyQueue _queue = null!;
    IReadOnlyList<ClaimedMessage> _claimed = [];

    /// <summary>Starts the server.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        var random = new Random(1);
        for (var i = 0; i < Packets; i++)
        {
            var payload = new byte[PacketBytes];
            random.NextBytes(payload);
            _messages[i] = new QueueMessage(new PacketOrigin("benchmark", 0, i, 0), null, payload);
        }

        _server = EmbeddedQueueServer.Start();
        _connection = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        _queue = new ValkeyQueue(_connection, "benchmark", TimeProvider.System);
    }

    /// <summary>Stops it.</summary>
    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _connection.DisposeAsync();
        _server.Dispose();
    }

    /// <summary>Fills the queue.</summary>
    [IterationSetup(Targets = [nameof(ClaimAsync)])]
    public void Fill() => PushAsync().GetAwaiter().GetResult();

    /// <summary>Fills the queue and leases everything.</summary>
    [IterationSetup(Targets = [nameof(SettleAsync)])]
    public void FillAndClaim()
    {
        Fill();
        ClaimAsync().GetAwaiter().GetResult();
    }

    /// <summary>Empties the queue.</summary>
    [IterationCleanup(Targets = [nameof(PushAsync), nameof(ClaimAsync)])]
    public void Empty() => EmptyAsync().GetAwaiter().GetResult();

    /// <summary>Consumer to queue.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public async Task PushAsync() => await _queue.PushAsync(_messages, CancellationToken.None);

    /// <summary>Queue to worker.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public async Task ClaimAsync() => _claimed = await _queue.ClaimAsync(Packets, Lease, CancellationToken.None);

    /// <summary>Worker's verdict.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public async Task SettleAsync() => await _queue.SettleAsync(
        [.. _claimed.Select(message => new Settlement(message.Ticket, message.Attempt, SettlementKind.Done))], CancellationToken.None);

    async Task EmptyAsync()
    {
        if (_claimed.Count == 0)
            await ClaimAsync();
        await SettleAsync();
        _claimed = [];
    }
}
