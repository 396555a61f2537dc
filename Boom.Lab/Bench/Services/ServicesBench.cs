using Boom.Hosting;
using Boom.Simulation;

namespace Boom.Lab.Bench.Services;

/// <summary><c>boom bench ingest --profile services</c>: the stage programs on servers that run already, so many rounds of each section.</summary>
/// <param name="folder">Existing folder for packets and logs.</param>
/// <param name="report">Hears what is being done, and what is left behind.</param>
internal sealed class ServicesBench(string folder, ServicesOptions options, BenchServers servers, TimeProvider time, Action<string> report)
{
    // The reference is BOOM's Rust programs on two virtual cores against a database that answers at once, ZTF packets of 78 kB.
    readonly ServicesSection[] _sections =
    [
        new(ServicesSection.ConsumerKey, "consumer alone: Kafka to queue; bare: a Kafka client that reads and does nothing", 8000, 0.8, "1,513 to 3,834/s quiet, 1,506 to 1,657/s busy"),
        new(ServicesSection.WorkerKey, "alert worker alone: queue to store; bare: one writer with prepared batches", 1500, 0.9, "206 to 278/s quiet, 466 to 620/s busy"),
        new(ServicesSection.AllKey, "all three programs, from a topic that is full", null, null, "233 to 264/s with networks and filters, both cores full"),
        new(ServicesSection.PacedKey, FormattableString.Invariant($"all three programs, {options.Rate:0.###} packets/s"), null, null, "latency not published"),
    ];

    /// <summary>Measures everything, and takes away what it has put on the servers.</summary>
    public async Task<ServicesFigures> RunAsync(CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        var idle = new IdleMeter();
        await using var topics = new BenchTopics(servers, time);
        using var store = new BenchStore(servers);
        await store.ClearAsync();
        await using var queues = await BenchQueues.OpenAsync(servers.Valkey, servers.Id, time);
        await using var spin = options.Busy ? SpinLoops.Start(Path.Combine(folder, "spin.log")) : null;
        try
        {
            report($"making {SectionRounds.WarmUp + options.Alerts} packets, {SectionRounds.WarmUp} of them for warming up");
            using var pool = PacketPool.Create(Path.Combine(folder, "packets"), new SimulationOptions { Alerts = SectionRounds.WarmUp + options.Alerts }, cancellationToken);
            using var watched = new LocalServers(servers, queues, store);
            var rounds = new SectionRounds(folder, options, servers, topics, queues, store, pool, watched.All, time);
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var section in _sections.Where(section => options.Sections.Contains(section.Key)))
                {
                    report($"round {round} of {options.Rounds}: {section.Key}");
                    section.Rounds.Add(await rounds.RunAsync(section.Key, cancellationToken));
                }
            }
        }
        finally
        {
            await RemoveAsync(topics, queues, store);
        }

        return new ServicesFigures(machine, options, idle.Share, [.. _sections.Where(section => section.Rounds.Count > 0)]);
    }

    async Task RemoveAsync(BenchTopics topics, BenchQueues queues, BenchStore store)
    {
        foreach (var left in await topics.RemoveAsync())
            report($"left behind: {left}");
        try
        {
            await queues.ClearAsync();
            await store.ClearAsync();
        }
        catch (Exception fault) when (fault is ExitException or StackExchange.Redis.RedisException)
        {
            report($"left behind: what carries {servers.Id} in its name ({fault.Message})");
        }
    }
}
