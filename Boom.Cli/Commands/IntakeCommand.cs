using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands;

/// <summary><c>boom intake</c>: pauses and resumes the reading of surveys, for every consumer of the store. Packets stay in the broker meanwhile.</summary>
internal static class IntakeCommand
{
    public static Command Create(CliConsole console)
    {
        var reason = new Option<string>("--reason") { Description = "Why, for whoever finds it paused.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        return new("intake", "Pause or resume the reading of packets: every consumer of the store heeds it within seconds.")
        {
            Create(console, new Command("pause", "Read no packets until 'boom intake resume', also after a restart.") { reason },
                (store, survey, parse, stop) => store.PauseAsync(survey, new IntakePause(parse.GetValue(reason)!, console.Time.GetUtcNow().ToUnixTimeMilliseconds()), stop)),
            Create(console, new Command("resume", "Read packets again."), async (store, survey, _, stop) => await store.ResumeAsync(survey, stop)),
            Create(console, new Command("show", "Say whether packets are read."), (_, _, _, _) => ValueTask.CompletedTask),
        };
    }

    static Command Create(CliConsole console, Command command, Func<IIntakeSwitch, Survey, ParseResult, CancellationToken, ValueTask> act)
    {
        var surveys = SurveyOption.Several("Surveys");
        command.Add(surveys);
        command.SetAction(async (parse, stop) =>
        {
            // The folder may be in use: whoever reads there is who is told.
            using var store = StoreSession.OpenForReading(parse.DataFolder());
            var states = new List<SurveyIntakeJson>();
            foreach (var survey in parse.GetValue(surveys)!)
            {
                await act(store.Alerts, survey, parse, stop);
                var pause = await store.Alerts.FindPauseAsync(survey, stop);
                states.Add(new(survey.ToUpperName(), pause is not null, pause is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(pause.SinceMs), pause?.Reason));
                if (!parse.WantsJson())
                    console.WriteLine(pause is null ? $"The packets of {survey.ToUpperName()} are read." : $"{pause.Describe(survey)}.");
            }

            if (parse.WantsJson())
                CliJson.Write(console, new IntakeJson(states));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
