using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Plays;
using Boom.Hosting;
using Boom.Messaging.Archives;

namespace Boom.Cli.Commands;

/// <summary><c>boom play PATH…</c>: packets from files, folders and archives through the whole pipeline.</summary>
internal static class PlayCommand
{
    public static Command Create(CliConsole console)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Packets: files, folders, and archives (tar or zip, compressed by gzip, bzip2, xz or zstd), known by their contents.", Arity = ArgumentArity.OneOrMore,
        };
        var survey = SurveyOption.Optional("Survey of the packets; default: what the packets themselves say, those of several surveys each to their own topic");
        var night = NumberOption.Night(
            "Date (UTC) in the name of the topic they are published to; default: that of an earlier play of the same paths, or today. It says nothing to a survey that has one topic for all nights.");
        var rate = NumberOption.Rate();
        var loop = new Option<bool>("--loop") { Description = "Play them again and again, until Ctrl+C." };
        var untilDone = new Option<bool>("--until-done") { Description = "End when all is stored and enriched: the default, unless they are played again and again." };
        var workers = NumberOption.Whole("--workers", "Alert workers, default 1", 1, 64);
        var publishOnly = PublishSession.CreateOption();
        var command = new Command("play", "Publish packets from files, folders and archives, and process them.")
        {
            paths, survey, night, rate, loop, untilDone, workers, publishOnly,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(loop) && result.GetValue(untilDone))
                result.AddError("--loop goes on until Ctrl+C: leave out --until-done, or --loop.");
        });
        command.SetAction((parse, cancellationToken) =>
        {
            // Before anything is made or started: paths that lead nowhere end the command at once.
            IPacketFeed packets = PacketSource.Open(parse.GetRequiredValue(paths));
            var played = parse.GetValue(survey) is { } named ? [(named, Named(packets, named, parse.GetValue(loop)))] : Recognise(console, packets, parse.GetValue(loop), cancellationToken);
            if (parse.GetValue(publishOnly))
            {
                var date = parse.GetValue(night) ?? Today(console);
                return PublishSession.RunAsync(
                    console, parse, [.. played.Select(one => new PlayPlan(one.Feed, SurveyCatalog.Default.Topics(one.Survey).PlayedTo(date), parse.GetValue(rate)))],
                    cancellationToken);
            }

            var settings = new PipelineSettings(
                parse.DataFolder(), [.. played.Select(one => one.Survey)], (int?)parse.GetValue(workers), parse.GetValue(GlobalOptions.Verbose));
            return RunSession.RunAsync(
                console, parse, settings, journal => PlansAsync(console, journal, played, parse.GetValue(night), parse.GetValue(rate), cancellationToken),
                untilDone: true, cancellationToken);
        });
        return command;
    }

    static IPacketFeed Named(IPacketFeed packets, Survey survey, bool loops)
    {
        var feed = new NamedFeed(packets, survey);
        return loops ? new LoopedFeed(feed) : feed;
    }

    static IReadOnlyList<(Survey Survey, IPacketFeed Feed)> Recognise(
        CliConsole console, IPacketFeed packets, bool loops, CancellationToken cancellationToken)
    {
        var scan = SurveyScan.Of(
            packets, () => console.Error.WriteLine("Looking through all packets for the surveys that they are of, before any is published; name the survey with --survey to begin at once."),
            cancellationToken);
        if (scan.Packets.Count == 0)
        {
            throw new ExitException(
                ExitCode.Usage, $"{(scan.Others == 1 ? "The packet is of no survey" : $"None of the {TotalAccount.Count(scan.Others)} packets is of a survey")} that this version reads: name one with --survey to keep {(scan.Others == 1 ? "it as its dead letter" : "them as its dead letters")}.");
        }

        var parts = scan.Packets.Select(found => $"{found.Survey.ToLowerName()} {TotalAccount.Count(found.Count)}");
        if (scan.Others > 0)
            parts = parts.Append($"of no survey {TotalAccount.Count(scan.Others)}");
        console.Error.WriteLine($"{(scan.IsMixture ? "Packets of several surveys" : "Recognised")}: {string.Join(", ", parts)}.");
        return [.. scan.Split(packets).Select(part => (part.Survey, loops ? new LoopedFeed(part.Feed) : part.Feed))];
    }

    static async ValueTask<IReadOnlyList<PlayPlan>> PlansAsync(
        CliConsole console, IPlayJournal journal, IReadOnlyList<(Survey Survey, IPacketFeed Feed)> played, DateOnly? night, double? rate,
        CancellationToken cancellationToken)
    {
        var plans = new List<PlayPlan>(played.Count);
        foreach (var (survey, feed) in played)
            plans.Add(new PlayPlan(feed, await TopicAsync(console, journal, feed, survey, night, cancellationToken), rate));
        return plans;
    }

    static async ValueTask<string> TopicAsync(
        CliConsole console, IPlayJournal journal, IPacketFeed feed, Survey survey, DateOnly? night, CancellationToken cancellationToken)
    {
        if (night is null && (await journal.ReadPlaysAsync(cancellationToken)).LastOrDefault(
            play => feed.IsOf(TailFeed.Parse(play.Source).Source) && SurveyCatalog.Default.Topics(survey).Includes(play.Topic)) is { } earlier)
            return earlier.Topic;
        return SurveyCatalog.Default.Topics(survey).PlayedTo(night ?? Today(console));
    }

    static DateOnly Today(CliConsole console) => DateOnly.FromDateTime(console.Time.GetUtcNow().UtcDateTime);
}
