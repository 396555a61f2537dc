using System.CommandLine;
using System.CommandLine.Parsing;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Parsing;
using Boom.Embedded;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Plays;
using Boom.Hosting;
using Boom.Simulation;
using Boom.Simulation.Catalogs;

namespace Boom.Cli.Commands;

/// <summary>
/// <c>boom run</c>: every stage in one process, fed by a simulated night unless a broker is named; into one that is named a night is published only when
/// that is asked for.
/// </summary>
internal static class RunCommand
{
    public static Command Create(CliConsole console)
    {
        var surveys = SurveyOption.Several("Surveys to read");
        var alerts = NumberOption.Whole("--alerts", "Packets of the simulated night, default 5000", 1, SimulationOptions.MaximumAlerts);
        var seed = NumberOption.Whole("--seed", "Seed of the simulated night, default 1", 0, long.MaxValue);
        var night = NumberOption.Night(
            "The night that is read, by the date (UTC) in the names of its topics; of a simulated one 20230101 to 20401231, default 20260101. "
            + "With a named broker and no date every night is read.");
        var simulate = new Option<bool>("--simulate")
        {
            Description = "Publish a simulated night, also into the broker that ConnectionStrings__kafka names; the default when none is named.",
        };
        var rate = NumberOption.Rate();
        var untilDone = new Option<bool>("--until-done") { Description = "End when all is stored and enriched; default: go on until Ctrl+C." };
        var workers = NumberOption.Whole("--workers", "Alert workers, default 1", 1, 64);
        var truth = new Option<string?>("--truth")
        {
            Description = "Write what each object of the simulated night really is to this file, one JSON object a line.", HelpName = "FILE",
        };
        var catalogs = new Option<string?>("--catalogs")
        {
            Description = "Write the catalogues of the simulated sky to this folder. Default: simulated-catalogs in the data folder; with a named broker, nowhere.",
            HelpName = "DIR",
        };
        var publishOnly = PublishSession.CreateOption();
        var httpPort = HttpPortOption.Create();
        var command = new Command("run", "Every stage in one process. Without a broker it plays a simulated night.")
        {
            surveys, simulate, alerts, seed, night, rate, untilDone, workers, truth, catalogs, publishOnly, httpPort,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var hasBroker = ServerSettings.FromEnvironment().Kafka is not null;
            var plays = !hasBroker || parse.GetValue(simulate) || parse.GetValue(publishOnly);
            if (!plays && (parse.GetResult(alerts) ?? parse.GetResult(seed) ?? parse.GetResult(rate) ?? parse.GetResult(truth) ?? parse.GetResult(catalogs)) is { } simulated)
                throw NotSimulated(simulated);
            var options = plays ? Night(parse.GetValue(alerts), parse.GetValue(seed), parse.GetValue(night)) : null;
            if (options is not null && parse.GetValue(truth) is { } file)
                WriteTruth(options, file);
            var tables = parse.GetValue(catalogs) is { } named ? Path.GetFullPath(named) : hasBroker ? null : CatalogCommand.SimulatedFolder(parse.DataFolder());
            if (options is not null && tables is not null)
                SimulatedCatalogs.Write(options, tables, cancellationToken);
            if (parse.GetValue(publishOnly))
                return PublishSession.RunAsync(console, parse, Plan(options!, parse.GetValue(rate)), cancellationToken);
            var settings = new PipelineSettings(
                parse.DataFolder(), parse.GetValue(surveys)!, (int?)parse.GetValue(workers), parse.GetValue(GlobalOptions.Verbose))
            {
                Http = HttpPort.Read(parse.GetValue(httpPort)),
                Night = hasBroker ? parse.GetValue(night) : null,

                // Trained on the simulated sky, and for nothing else: a broker that is named may hold real alerts.
                Networks = hasBroker ? "" : "boom_rb",
                SimulatedCatalogs = options is null ? null : tables,
            };
            return RunSession.RunAsync(
                console, parse, settings,
                _ => ValueTask.FromResult(options is null ? null : Plan(options, parse.GetValue(rate))),
                parse.GetValue(untilDone), cancellationToken);
        });
        return command;
    }

    static ExitException NotSimulated(OptionResult option) => new(
        ExitCode.Usage,
        $"{option.Option.Name} is of a simulated night, and a broker is named: add --simulate to publish one there, or leave {option.Option.Name} away to read the broker.");

    static SimulationOptions Night(long? alerts, long? seed, DateOnly? night)
    {
        var defaults = new SimulationOptions();
        var options = defaults with
        {
            Alerts = (int)(alerts ?? defaults.Alerts),
            Seed = (ulong)(seed ?? (long)defaults.Seed),
            Night = night ?? defaults.Night,
        };
        return options.Validate() is { } problem ? throw new ExitException(ExitCode.Usage, $"The simulated night cannot be made: {problem}") : options;
    }

    static void WriteTruth(SimulationOptions options, string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        NightWriter.WriteTruth(new SimulatedNight(options), file);
    }

    static PlayPlan Plan(SimulationOptions options, double? rate) => new(new SimulatedFeed(options), options.Topic, rate);
}
