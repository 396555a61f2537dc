using System.CommandLine;
using Boom.Cli.Hosting;
using Boom.Cli.Parsing;
using Boom.Core.Simulation;

namespace Boom.Cli.Commands;

/// <summary><c>boom run</c>: every stage in one process, fed by a simulated night unless a broker is named.</summary>
internal static class RunCommand
{
    public static Command Create(CliConsole console)
    {
        var surveys = SurveyOption.Several("Surveys to read");
        var alerts = NumberOption.Whole("--alerts", "Packets of the simulated night, default 5000", 1, SimulationOptions.MaximumAlerts);
        var seed = NumberOption.Whole("--seed", "Seed of the simulated night, default 1", 0, long.MaxValue);
        var night = NumberOption.Night(
            "Date of the simulated night, 20230101 to 20401231, default 20260101.", SimulationOptions.FirstNight, SimulationOptions.LastNight);
        var rate = NumberOption.Rate();
        var untilDone = new Option<bool>("--until-done") { Description = "End when all is stored and enriched; default: go on until Ctrl+C." };
        var workers = NumberOption.Whole("--workers", "Alert workers, default 1", 1, 64);
        var publishOnly = PublishSession.CreateOption();
        var httpPort = HttpPort.CreateOption();
        var command = new Command("run", "Every stage in one process. Without a broker it plays a simulated night.")
        {
            surveys, alerts, seed, night, rate, untilDone, workers, publishOnly, httpPort,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var settings = new PipelineSettings(
                parse.DataFolder(), parse.GetValue(surveys)!, (int?)parse.GetValue(workers), parse.GetValue(GlobalOptions.Verbose))
            {
                Http = HttpPort.Read(parse.GetValue(httpPort)),
            };
            var asked = parse.GetResult(alerts) ?? parse.GetResult(seed) ?? parse.GetResult(night);
            // A broker that is named has packets of its own; a night is played into it only when one is asked for.
            var plays = asked is not null || ServerSettings.FromEnvironment().Kafka is null;
            var options = Night(parse.GetValue(alerts), parse.GetValue(seed), parse.GetValue(night));
            if (parse.GetValue(publishOnly))
                return PublishSession.RunAsync(console, parse, Plan(options, parse.GetValue(rate)), cancellationToken);
            return RunSession.RunAsync(
                console, parse, settings,
                _ => ValueTask.FromResult(plays ? Plan(options, parse.GetValue(rate)) : null),
                parse.GetValue(untilDone), cancellationToken);
        });
        return command;
    }

    static SimulationOptions Night(long? alerts, long? seed, DateOnly? night)
    {
        var options = new SimulationOptions();
        return options with
        {
            Alerts = (int)(alerts ?? options.Alerts),
            Seed = (ulong)(seed ?? (long)options.Seed),
            Night = night ?? options.Night,
        };
    }

    static PlayPlan Plan(SimulationOptions options, double? rate) => new(new SimulatedFeed(options), options.Topic, rate);
}
