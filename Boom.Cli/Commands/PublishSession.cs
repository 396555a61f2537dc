using System.CommandLine;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Embedded;
using Boom.Embedded.Plays;
using Boom.Embedded.Serving;
using Boom.Hosting;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boom.Cli.Commands;

/// <summary>Publishes packets to the broker that is named, for the programs that read there; nothing else is started.</summary>
internal static class PublishSession
{
    public static Option<bool> CreateOption() => new("--publish-only")
    {
        Description = "Only publish, to the broker that ConnectionStrings__kafka names: other programs process the packets.",
    };

    /// <summary>Publishes plans to their ends, one after the other; answers the exit code.</summary>
    public static async Task<int> RunAsync(CliConsole console, ParseResult parse, IReadOnlyList<PlayPlan> plans, CancellationToken stop)
    {
        var servers = ServerSettings.FromEnvironment();
        var published = new long[plans.Count];
        var problems = new List<string>();
        var started = console.Time.GetTimestamp();
        for (var i = 0; i < plans.Count; i++)
        {
            var at = i;
            problems.AddRange(await PublishAsync(console, servers, plans[i], count => published[at] = count, stop));
        }

        foreach (var line in problems.Concat(plans.SelectMany(plan => plan.Feed.Remarks)).Distinct())
            console.Complain(line);
        var elapsed = console.Time.GetElapsedTime(started);
        if (parse.WantsJson())
        {
            var topics = plans.Select((plan, i) => new PublishedTopicJson(plan.Topic, published[i]));
            CliJson.Write(console, new PublishedJson(string.Join(", ", plans.Select(plan => plan.Topic)), published.Sum(), elapsed.TotalSeconds, topics));
        }
        else
        {
            for (var i = 0; i < plans.Count; i++)
                console.Out.WriteLine(FormattableString.Invariant($"{plans[i].Topic}: {TotalAccount.Count(published[i])} published in {elapsed.TotalSeconds:0.0} s"));
        }

        return (int)(problems.Count > 0 ? ExitCode.BadNews : ExitCode.Done);
    }

    // What could not be read.
    static async Task<IReadOnlyList<string>> PublishAsync(
        CliConsole console, ServerSettings servers, PlayPlan plan, Action<long> onPublished, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            console.Error.WriteLine($"Publishing to {plan.Topic}");
            var result = await PlayAsync(console, servers, plan, onPublished, stop);
            if (result.NothingLeft)
                console.Error.WriteLine($"There is nothing left to play: every packet of this source ({TotalAccount.Count(result.AlreadyPublished)}) is in {plan.Topic} already.");
            return result.Problems;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was published is; the report says how much.
            return plan.Feed.Problems;
        }
    }

    static async Task<PlayResult> PlayAsync(CliConsole console, ServerSettings servers, PlayPlan plan, Action<long> onPublished, CancellationToken stop)
    {
        if (servers.Publisher is { } address)
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
            return await new RemotePlayer(http, console.Time, console.Complain).PlayAsync(plan, onPublished, stop);
        }

        var brokers = servers.Kafka
            ?? throw new ExitException(ExitCode.Usage, "--publish-only needs a broker: set ConnectionStrings__kafka, e.g. to localhost:9092.");
        await using var publisher = new PacketPublisher(brokers, console.Time, NullLogger.Instance, servers.Security);
        using var admin = new KafkaAdmin(brokers, servers.Security);
        return await new PlainPlayer(publisher, admin, console.Time).PlayAsync(plan, onPublished, stop);
    }
}
