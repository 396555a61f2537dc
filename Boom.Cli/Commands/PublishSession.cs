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

    /// <summary>Publishes a plan to its end; answers the exit code.</summary>
    public static async Task<int> RunAsync(CliConsole console, ParseResult parse, PlayPlan plan, CancellationToken stop)
    {
        var servers = ServerSettings.FromEnvironment();
        var published = 0L;
        IReadOnlyList<string> problems = plan.Feed.Problems;
        console.Error.WriteLine($"Publishing to {plan.Topic}");
        var started = console.Time.GetTimestamp();
        try
        {
            var result = await PublishAsync(console, servers, plan, count => published = count, stop);
            problems = result.Problems;
            if (result.NothingLeft)
                console.Error.WriteLine($"There is nothing left to play: every packet of this source ({TotalAccount.Count(result.AlreadyPublished)}) is in {plan.Topic} already.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was published is; the report says how much.
        }

        foreach (var line in problems.Concat(plan.Feed.Remarks))
            console.Complain(line);
        var elapsed = console.Time.GetElapsedTime(started);
        if (parse.WantsJson())
            CliJson.Write(console, new PublishedJson(plan.Topic, published, elapsed.TotalSeconds));
        else
            console.Out.WriteLine(FormattableString.Invariant($"{plan.Topic}: {TotalAccount.Count(published)} published in {elapsed.TotalSeconds:0.0} s"));
        return (int)(problems.Count > 0 ? ExitCode.BadNews : ExitCode.Done);
    }

    static async Task<PlayResult> PublishAsync(CliConsole console, ServerSettings servers, PlayPlan plan, Action<long> onPublished, CancellationToken stop)
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
