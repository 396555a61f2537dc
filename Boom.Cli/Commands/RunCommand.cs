using System.CommandLine;
using System.CommandLine.Parsing;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Parsing;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Plays;
using Boom.Hosting;
using Boom.Simulation;
using Boom.Simulation.Catalogs;
using Boom.Simulation.Objects;

namespace Boom.Cli.Commands;

/// <summary>
/// <c>boom run</c>: every stage in one process, fed by a simulated night unless a broker is named; into one that is named a night is published only when
/// that is asked for.
/// </summary>
internal static class RunCommand
{
    public static Command Create(CliConsole console)
    {
        var surveys = SurveyOption.SeveralOrFirst("Surveys to read, and to simulate");
        var alerts = NumberOption.Whole("--alerts", "Packets of the simulated night of each survey, default 5000", 1, SimulationOptions.MaximumAlerts);
        var seed = NumberOption.Whole("--seed", "Seed of the simulated night, default 1", 0, long.MaxValue);
        var night = NumberOption.Night(
            "The night that is read, by the date (UTC) in the names of its topics; of a simulated one 20230101 to 20401231, default 20260101. "
            + "With a named broker and no date every night is read.");
        var simulate = new Option<bool>("--simulate")
        {
            Description = "Publish a simulated night, also into the broker that ConnectionStrings__kafka names; the default when none is named.",
        };
        var rate = NumberOption.Rate();
        var visit = NumberOption.Whole("--visit", "Alerts that a survey of visits sends at once, default 10000, or more where the night would not hold them", 1, SimulationOptions.MaximumAlerts);
        var cadence = DurationOption.Create("--cadence", "From one visit to the next, with which the night is then played; default: as fast as it is read");
        var history = NumberOption.Whole("--history", "Most earlier points in a packet of a survey of visits, default 30", 0, SimulationOptions.MaximumHistory);
        var mix = MixOption.Create();
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
        var streams = new Option<bool>("--streams")
        {
            Description = "Publish the public streams to the broker, as Streams__Public__Enabled=true does.",
        };
        var publishOnly = PublishSession.CreateOption();
        var httpPort = HttpPortOption.Create();
        var command = new Command("run", "Every stage in one process. Without a broker it plays a simulated night.")
        {
            surveys, simulate, alerts, seed, night, rate, visit, cadence, history, mix, untilDone, workers, truth, catalogs, streams, publishOnly, httpPort,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var hasBroker = ServerSettings.FromEnvironment().Kafka is not null;
            var plays = !hasBroker || parse.GetValue(simulate) || parse.GetValue(publishOnly);
            if (!plays && (parse.GetResult(alerts) ?? parse.GetResult(seed) ?? parse.GetResult(rate) ?? parse.GetResult(truth) ?? parse.GetResult(catalogs)
                ?? parse.GetResult(visit) ?? parse.GetResult(cadence) ?? parse.GetResult(history) ?? parse.GetResult(mix)) is { } simulated)
                throw NotSimulated(simulated);
            var surveysAsked = parse.GetValue(surveys)!;
            if (!Array.Exists(surveysAsked, SimulationOptions.HasVisits) && (parse.GetResult(visit) ?? parse.GetResult(cadence) ?? parse.GetResult(history)) is { } ofVisits)
                throw NoVisits(ofVisits, surveysAsked);
            SimulationOptions[] nights = plays
                ? [.. surveysAsked.Select(survey => Night(
                    survey, parse.GetValue(alerts), parse.GetValue(seed), parse.GetValue(night), parse.GetValue(visit), parse.GetValue(cadence), parse.GetValue(history), parse.GetValue(mix)))]
                : [];
            if (parse.GetValue(truth) is { } file)
                WriteTruth(nights, file);
            var tables = parse.GetValue(catalogs) is { } named ? Path.GetFullPath(named) : hasBroker ? null : CatalogCommand.SimulatedFolder(parse.DataFolder());
            if (parse.GetValue(catalogs) is null && tables is not null)
                DataFolder.Make(parse.DataFolder());
            foreach (var options in tables is null ? [] : nights)
                SimulatedCatalogs.Write(options, tables!, cancellationToken);
            IReadOnlyList<PlayPlan> plans = Array.ConvertAll(nights, options => Plan(options, parse.GetValue(rate), isPaced: parse.GetValue(cadence) is not null));
            if (parse.GetValue(publishOnly))
                return PublishSession.RunAsync(console, parse, plans, cancellationToken);
            var settings = new PipelineSettings(
                parse.DataFolder(), surveysAsked, (int?)parse.GetValue(workers), parse.GetValue(GlobalOptions.Verbose))
            {
                Http = HttpPort.Read(parse.GetValue(httpPort)),
                Night = hasBroker ? parse.GetValue(night) : null,

                // Trained on the simulated sky, and for nothing else: a broker that is named may hold real alerts.
                Networks = hasBroker ? "" : "boom_rb",
                SimulatedCatalogs = plays ? tables : null,
                Simulates = plays,
                Streams = parse.GetValue(streams),
            };
            return RunSession.RunAsync(
                console, parse, settings, _ => ValueTask.FromResult(plans), parse.GetValue(untilDone), cancellationToken);
        });
        return command;
    }

    static ExitException NotSimulated(OptionResult option) => new(
        ExitCode.Usage,
        $"{option.Option.Name} is of a simulated night, and a broker is named: add --simulate to publish one there, or leave {option.Option.Name} away to read the broker.");

    static ExitException NoVisits(OptionResult option, IEnumerable<Survey> surveys) => new(
        ExitCode.Usage,
        $"{option.Option.Name} is of a survey of visits ({string.Join(", ", SurveyOption.Supported.Where(SimulationOptions.HasVisits).Select(survey => survey.ToLowerName()))}), and "
        + $"{string.Join(", ", surveys.Select(survey => survey.ToLowerName()))} {(surveys.Count() == 1 ? "is" : "are")} none: name one with --survey, or leave {option.Option.Name} away.");

    static SimulationOptions Night(Survey survey, long? alerts, long? seed, DateOnly? night, long? visit, TimeSpan? cadence, long? history, ClassMix? mix)
    {
        var defaults = new SimulationOptions();
        var options = defaults with
        {
            Alerts = (int)(alerts ?? defaults.Alerts),
            Seed = (ulong)(seed ?? (long)defaults.Seed),
            Night = night ?? defaults.Night,
            Survey = survey,
            Mix = mix ?? defaults.Mix,
        };
        if (SimulationOptions.HasVisits(survey))
        {
            var interval = cadence ?? defaults.Cadence;
            options = options with
            {
                Visit = (int)(visit ?? SimulationOptions.VisitFor(options.Alerts, interval)),
                Cadence = interval,
                History = (int)(history ?? defaults.History),
            };
        }

        return (options.Validate() ?? Unseen(options)) is { } problem ? throw new ExitException(ExitCode.Usage, $"The simulated night cannot be made: {problem}") : options;
    }

    // A survey may hardly ever see what a mix asks for: some alerts show that as well as all.
    static string? Unseen(SimulationOptions options)
    {
        if (options.Mix.Equals(ClassMix.Default))
            return null;
        try
        {
            _ = new SimulatedNight(options with { Alerts = Math.Min(options.Alerts, 100) });
            return null;
        }
        catch (ArgumentException)
        {
            return $"{options.Survey.ToUpperName()} hardly ever sees such objects; give another --mix.";
        }
    }

    static void WriteTruth(IReadOnlyList<SimulationOptions> nights, string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        NightWriter.WriteTruth(nights.Select(options => new SimulatedNight(options)), file);
    }

    static PlayPlan Plan(SimulationOptions options, double? rate, bool isPaced) =>
        new(new SimulatedFeed(options), SurveyCatalog.Default.Topics(options.Survey).SimulatedIn(options.Night), rate) { IsPaced = isPaced };
}
