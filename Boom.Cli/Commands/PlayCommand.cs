using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Core.Plays;
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
        var survey = SurveyOption.Required();
        var night = NumberOption.Night(
            "Date (UTC) in the name of the topic they are published to; default: that of an earlier play of the same paths, or today.");
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
            var feed = parse.GetValue(loop) ? new LoopedFeed(packets) : packets;
            var played = parse.GetValue(survey);
            if (parse.GetValue(publishOnly))
            {
                var topic = SurveyCatalog.Default.Topics(played).PlayedTo(parse.GetValue(night) ?? Today(console));
                return PublishSession.RunAsync(console, parse, new PlayPlan(feed, topic, parse.GetValue(rate)), cancellationToken);
            }

            var settings = new PipelineSettings(
                parse.DataFolder(), [played], (int?)parse.GetValue(workers), parse.GetValue(GlobalOptions.Verbose));
            return RunSession.RunAsync(
                console, parse, settings,
                async journal => new PlayPlan(
                    feed, await TopicAsync(console, journal, feed, played, parse.GetValue(night), cancellationToken), parse.GetValue(rate)),
                untilDone: true, cancellationToken);
        });
        return command;
    }

    static async ValueTask<string> TopicAsync(
        CliConsole console, IPlayJournal journal, IPacketFeed feed, Survey survey, DateOnly? night, CancellationToken cancellationToken)
    {
        if (night is null && (await journal.ReadPlaysAsync(cancellationToken)).LastOrDefault(play => feed.IsOf(TailFeed.Parse(play.Source).Source)) is { } earlier)
            return earlier.Topic;
        return SurveyCatalog.Default.Topics(survey).PlayedTo(night ?? Today(console));
    }

    static DateOnly Today(CliConsole console) => DateOnly.FromDateTime(console.Time.GetUtcNow().UtcDateTime);
}
