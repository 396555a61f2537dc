using System.CommandLine;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Plays;
using Boom.Hosting;
using Boom.Inference;
using Spectre.Console;

namespace Boom.Cli.Commands;

/// <summary>What <c>run</c> and <c>play</c> have in common: start, watch, report.</summary>
internal static class RunSession
{
    const int BrightestCount = 5;

    /// <summary>Runs a pipeline; answers the exit code.</summary>
    /// <param name="plan">Makes the plans, given the journal; none for nothing to publish.</param>
    /// <param name="stop">The person's wish to end.</param>
    public static async Task<int> RunAsync(
        CliConsole console,
        ParseResult parse,
        PipelineSettings settings,
        Func<IPlayJournal, ValueTask<IReadOnlyList<PlayPlan>>> plan,
        bool untilDone,
        CancellationToken stop)
    {
        var json = parse.WantsJson();
        var view = CreateView(console, json);
        try
        {
            await using var host = await PipelineHost.OpenAsync(settings, console.Time, view.Warn, stop);
            await using var site = await HttpPort.OpenAsync(host, settings, view.Warn, stop);
            if (site is not null && settings.Http is { IsAsked: true })
                console.Error.WriteLine($"Health and metrics: http://localhost:{site.Port}/metrics");
            if (host.MessageBrokers is { } brokers)
                console.Error.WriteLine($"Messages are sent to {brokers}");
            if (ReadersAdvice.Of(ProgramSettings.FromEnvironment()) is { } advice)
                console.Error.WriteLine(advice);
            if (host.ReadersAddress is { } readers)
                console.Error.WriteLine($"Streams are read by signing in at {readers}");
            var toPlay = await plan(host.Journal);
            await host.StartStagesAsync(toPlay.Select(one => one.Topic), stop);
            var result = await PipelineRun.ExecuteAsync(host, toPlay, untilDone, view, console.Time, stop);
            foreach (var remark in toPlay.SelectMany(one => one.Feed.Remarks).Distinct())
                console.Error.WriteLine(remark);
            if (json)
                WriteJson(console, result);
            else
                RunReport.Write(console, result, await ReadFindsAsync(host, settings, result, parse), parse.DataHint());
            return (int)Judge(result);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.Error.WriteLine("Stopped before it had begun; nothing was published.");
            return (int)ExitCode.Done;
        }
    }

    /// <summary>
    /// Bad news are packets lost and input that could not be read. Dead letters are not: they are kept, with a reason, and accounted for.
    /// </summary>
    static ExitCode Judge(RunResult result) =>
        result.Account.Packets.IsBalanced && result.Problems.Count == 0 ? ExitCode.Done : ExitCode.BadNews;

    static IRunView CreateView(CliConsole console, bool json)
    {
        if (json)
            return new PlainRunView(console.Error, console.Error);
        if (!console.IsTerminal)
            return new PlainRunView(console.Out, console.Error);
        var ansi = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(console.Out),
            ColorSystem = console.HasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        return new LiveRunView(ansi);
    }

    static void WriteJson(CliConsole console, RunResult result)
    {
        foreach (var problem in result.Problems)
            console.Complain(problem);
        CliJson.Write(console, new AccountJson(result.Account, result.Elapsed)
        {
            Sent = result.Sent.Count > 0 ? result.Sent : null, SentAgain = result.SentAgain > 0 ? result.SentAgain : null,
        });
    }

    static async ValueTask<RunFinds> ReadFindsAsync(PipelineHost host, PipelineSettings settings, RunResult result, ParseResult parse)
    {
        var sinceJd = JulianDate.FromTime(result.StartedAt);
        var brightest = new List<AlertSummary>();
        var likely = new LikelyTransients(new ModelFolder(Path.Combine(parse.DataFolder(), "models")).Read().Manifests);
        foreach (var survey in host.Surveys)
        {
            var alerts = await host.Reader.ListBrightestNewAsync(survey, sinceJd, LikelyTransients.MostAlerts, CancellationToken.None);
            brightest.AddRange(alerts.Take(BrightestCount));
            await likely.AddAsync(host.Alerts, survey, alerts);
        }

        AlertSummary[] shown = [.. brightest.OrderBy(alert => alert.Magpsf).Take(BrightestCount)];
        var best = likely.Best(BrightestCount);
        return new RunFinds(shown, best, await ReadSurroundingsAsync(host.Alerts, host.Surveys, shown.Concat(best.Select(found => found.Alert))));
    }

    static async ValueTask<Dictionary<string, string>> ReadSurroundingsAsync(IAlertStore store, IReadOnlyList<Survey> surveys, IEnumerable<AlertSummary> alerts)
    {
        var surroundings = new Dictionary<string, string>(StringComparer.Ordinal);
        var objectIds = alerts.Select(alert => alert.ObjectId).ToHashSet(StringComparer.Ordinal);
        foreach (var survey in surveys)
        {
            foreach (var (objectId, document) in await store.ReadObjectsAsync(survey, objectIds, CancellationToken.None))
                surroundings[objectId] = new MatchView(BsonView.Read(document)).Brief;
        }

        return surroundings;
    }
}
