using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Plays;
using Boom.Hosting;
using Boom.Inference;
using Boom.Lab.Bench.Filters;
using Boom.Messaging.Kafka;
using Boom.Simulation;
using Boom.Simulation.Catalogs;

namespace Boom.Lab.Bench.Latency;

/// <summary>
/// <c>boom bench latency</c>: what <c>boom run --streams</c> does, with active filters, and how long it takes from a packet in the broker to the message of its
/// alert. Packets are made beforehand; publisher, stages, reader of the messages and, unless they are named, the servers share the processors.
/// </summary>
/// <param name="folder">Existing folder for everything it writes.</param>
/// <param name="options">What is published.</param>
/// <param name="report">Hears what is being done.</param>
internal sealed class LatencyBench(string folder, LatencyOptions options, ServerSettings servers, TimeProvider time, Action<string> report)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // Nothing moves for so long: the figures say what is lacking.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly SimulationOptions _night = new() { Alerts = options.Alerts, Seed = options.Seed };

    /// <summary>Measures.</summary>
    public async Task<LatencyFigures> RunAsync(CancellationToken cancellationToken)
    {
        report(FormattableString.Invariant($"making {options.Alerts:#,0} packets"));
        using var pool = PacketPool.Create(Path.Combine(folder, "packets"), _night, cancellationToken);
        var networks = CopyNetworks();
        var settings = new PipelineSettings(Path.Combine(folder, "data"), [_night.Survey], Workers: null, Verbose: false)
        {
            Simulates = true, Streams = true, Networks = string.Join(',', networks), Night = servers.Kafka is null ? null : _night.Night,
            SimulatedCatalogs = Path.Combine(folder, "sky"),
        };
        SimulatedCatalogs.Write(_night, settings.SimulatedCatalogs, cancellationToken);
        RequireOwnTopic();
        await using var host = await PipelineHost.OpenAsync(settings, time, report, cancellationToken);
        var filters = await PrepareStoreAsync(host, cancellationToken);
        await host.StartStagesAsync([_night.Topic], cancellationToken);
        await using var listener = await ListenAsync(host, cancellationToken);
        var uniform = await PlayAsync(host, listener, pool, 0, options.WarmUp + options.Uniform, options.Rate, cancellationToken);
        var burst = options.Burst == 0 ? null : await PlayAsync(host, listener, pool, options.WarmUp + options.Uniform, options.Burst, null, cancellationToken);
        return new LatencyFigures(options, networks, filters, uniform, burst, CandidsOf(pool.Length));
    }

    // Those that are in the folder of models, by their manifests; that of the simulated sky comes with Boom.
    List<string> CopyNetworks()
    {
        List<string> networks = ["boom_rb"];
        if (options.ModelFolder is not { } path)
            return networks;
        var given = new ModelFolder(path);
        var keys = PublishedNetworks.Keys.Where(key => given.Read().Manifests.TryGetValue(key, out var manifest) && given.Has(manifest)).ToList();
        if (keys.Count == 0)
            throw new ExitException(ExitCode.Missing, $"None of {string.Join(", ", PublishedNetworks.Keys)} is in {path}: give the folder of these networks with --models, or leave it out.");
        if (keys.Count < PublishedNetworks.Keys.Count)
            report($"not all of {string.Join(", ", PublishedNetworks.Keys)} are in {path}: the others are measured");
        var own = Directory.CreateDirectory(Path.Combine(folder, "data", "models")).FullName;
        foreach (var file in Directory.EnumerateFiles(path))
            File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
        networks.AddRange(keys);
        return networks;
    }

    // On servers that are named nothing else may be measured, or mixed with what is there.
    void RequireOwnTopic()
    {
        if (servers.Kafka is not { } brokers)
            return;
        using var admin = new KafkaAdmin(brokers, servers.Security);
        if (admin.ListTopics().Contains(_night.Topic))
            throw new ExitException(ExitCode.Usage, $"The broker has a topic {_night.Topic} already, which this benchmark would fill: give it brokers that hold no simulated night.");
    }

    async Task<int> PrepareStoreAsync(PipelineHost host, CancellationToken cancellationToken)
    {
        if ((await host.Reader.CountAsync(_night.Survey, cancellationToken)).Alerts > 0)
            throw new ExitException(ExitCode.Usage, "The store of ConnectionStrings__alertdb holds alerts, among which this benchmark would put its own: name an empty database.");
        var number = 0;
        foreach (var (name, pipeline) in PipelineMaker.RareExamples())
        {
            var filter = new StoredFilter(FormattableString.Invariant($"bench-{number++}"), name, _night.Survey, [new FilterVersion("v1", pipeline, JulianDate.FromTime(time.GetUtcNow()))])
            {
                IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [_night.Survey] = [1, 2, 3] },
            };
            await host.Filters.AddFilterAsync(filter, cancellationToken);
        }

        return number;
    }

    async Task<TopicListener> ListenAsync(PipelineHost host, CancellationToken cancellationToken)
    {
        // The topics are told when the workers begin.
        var began = time.GetTimestamp();
        while (host.Sent.Count <= 1 && time.GetElapsedTime(began) < Patience)
            await Task.Delay(Look, time, cancellationToken);
        return await TopicListener.StartAsync(host.MessageBrokers!, servers.Kafka is null ? new KafkaSecurity() : servers.Security, host.Sent.Keys, time, cancellationToken);
    }

    async Task<LatencyPart> PlayAsync(
        PipelineHost host, TopicListener listener, PacketPool pool, int first, int count, double? rate, CancellationToken cancellationToken)
    {
        report(rate is { } perSecond
            ? FormattableString.Invariant($"publishing {count:#,0} packets, {perSecond:0.###} a second; the first {options.WarmUp:#,0} are for warming up")
            : FormattableString.Invariant($"publishing {count:#,0} packets at once"));
        var (sentBefore, readBefore, filteredBefore) = (host.Sent.Values.Sum(), listener.Count, first);
        var cpu = Environment.CpuUsage.TotalTime;
        var began = time.GetUtcNow();
        var started = time.GetTimestamp();
        await Task.Run(() => host.Stack.PlayAsync(new PlayPlan(new PoolPart(pool, first, count), _night.Topic, rate), cancellationToken), cancellationToken);
        var published = time.GetElapsedTime(started);
        await UntilDoneAsync(host, listener, filteredBefore + count, sentBefore, readBefore, cancellationToken);
        var used = Environment.CpuUsage.TotalTime - cpu;
        var elapsed = time.GetElapsedTime(started);
        var messages = listener.Messages.Skip(readBefore).DistinctBy(message => (message.Topic, message.Id)).ToList();
        return new LatencyPart(first, count, began.ToUnixTimeMilliseconds(), published, elapsed, used, host.Sent.Values.Sum() - sentBefore, messages);
    }

    async Task UntilDoneAsync(PipelineHost host, TopicListener listener, int alerts, long sentBefore, int readBefore, CancellationToken cancellationToken)
    {
        var moved = time.GetTimestamp();
        var seen = (0L, 0);
        while (time.GetElapsedTime(moved) < Patience)
        {
            host.ThrowIfFailed();
            var now = (host.Sent.Values.Sum() - sentBefore, listener.Count - readBefore);
            var status = await host.ReadStatusAsync(cancellationToken);
            if (status.IsIdle && status.Stages[^1].Done >= alerts && now.Item2 >= now.Item1)
                return;
            if (now != seen)
                (seen, moved) = (now, time.GetTimestamp());
            await Task.Delay(Look, time, cancellationToken);
        }
    }

    // Which packet an alert came with tells when it should have been published.
    List<long> CandidsOf(int count)
    {
        var night = new SimulatedNight(_night);
        return [.. Enumerable.Range(0, count).Select(i => night.Packet(i).Candid)];
    }
}
