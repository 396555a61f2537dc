using System.CommandLine;
using Boom.Cli.Commands.Models;
using Boom.Cli.Parsing;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.Lab.Bench;
using Boom.Lab.Bench.Catalogs;
using Boom.Lab.Bench.Latency;
using Boom.Lab.Bench.Networks;
using Boom.Lab.Bench.Services;
using Boom.Simulation;

namespace Boom.Cli.Commands;

/// <summary><c>boom bench NAME</c>: how fast this machine does it.</summary>
internal static class BenchCommand
{
    const int DefaultAlerts = 5000;
    const int DefaultRounds = 3;
    const double DefaultRate = 256;
    const string Embedded = "embedded";
    const string OnServers = "services";
    const string NetworkSection = "enrich";
    const string CatalogSection = "catalogs";
    const int DefaultRows = 1_900_000;
    const int DefaultImportRows = 2_000_000;

    public static Command Create(CliConsole console) =>
        new("bench", "How fast this machine does it.")
        {
            CreateIngest(console),
            CreateCatalog(console),
            CreateTelemetry(console),
            BenchVisitsCommand.Create(console),
            BenchFiltersCommand.Create(console),
            BenchLatencyCommand.Create(console),
        };

    static Command CreateTelemetry(CliConsole console)
    {
        var alerts = NumberOption.Whole("--alerts", $"Packets of each run, default {DefaultAlerts}", 1, 1_000_000);
        var rounds = NumberOption.Whole("--rounds", $"Pairs of runs, default {DefaultRounds}", 1, 100);
        var command = new Command(
            "telemetry",
            "What telemetry costs: whole runs without and with it (scraped every 5 s, and all sent to a collector), in turn.") { alerts, rounds };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var machine = MachineDescription.Read();
            var (count, pairs) = ((int)(parse.GetValue(alerts) ?? DefaultAlerts), (int)(parse.GetValue(rounds) ?? DefaultRounds));
            using var folder = BenchFolder.Beside(parse.DataFolder());
            var cost = await new TelemetryBench(folder.Path, count, pairs, console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
            if (parse.WantsJson())
                cost.WriteJson(console.Out, machine, count);
            else
                cost.WriteText(console.Out, machine, count);
            return (int)ExitCode.Done;
        });
        return command;
    }

    static Command CreateIngest(CliConsole console)
    {
        var alerts = NumberOption.Whole("--alerts", $"Packets of each round, default {DefaultAlerts}", 1, 1_000_000);
        var rounds = NumberOption.Whole("--rounds", $"Rounds of each section, default {DefaultRounds}", 1, 100);
        var survey = SurveyOption.Optional($"Survey whose simulated night is taken, default {SurveyOption.Supported[0].ToLowerName()}. Embedded only");
        var history = NumberOption.Whole("--history", "Most earlier points in a packet of a survey of visits, default 30. Embedded only", 0, SimulationOptions.MaximumHistory);
        var profile = Choice("--profile", "'embedded': in this process; 'services': the stage programs on the servers of the connection strings kafka, valkey and alertdb.", [Embedded, OnServers]);
        var sections = new Option<string[]>("--section")
        {
            Description = "Section to measure, may be repeated; default all of the profile. Embedded: enrich, the enricher with networks; catalogs, the alert worker with and without catalogues. Services: consumer, alert-worker, all, paced.",
            HelpName = "NAME",
        };
        AcceptOnly(sections, [NetworkSection, CatalogSection, .. ServicesSection.Keys]);
        var consumers = NumberOption.Whole("--consumers", "Consumer programs, default 1. Services only", 1, 16);
        var alertWorkers = NumberOption.Whole("--alert-workers", "Alert worker programs, default 1. Services only", 1, 16);
        var enrichers = NumberOption.Whole("--enrichers", "Enricher programs, default 1. Services only", 1, 16);
        var rate = NumberOption.Rate();
        rate.Description = $"Packets per second of the section 'paced', 0.001 to 1000000; default {DefaultRate}. Services only.";
        var busy = new Option<bool>("--busy") { Description = "Run a loop of the lowest priority on each core meanwhile, so that none goes idle. Services only." };
        var command = new Command(
            "ingest",
            "From packet to enriched alert, section by section and as a whole, on a simulated night in a temporary folder beside the data folder.")
        {
            alerts, rounds, survey, history, profile, sections, consumers, alertWorkers, enrichers, rate, busy, ModelsCommand.Folder,
        };
        Option[] forServices = [consumers, alertWorkers, enrichers, rate, busy];
        command.Validators.Add(result =>
        {
            // By its tokens, as the value of an option that was not understood cannot be had.
            var isOnServers = result.GetResult(profile)?.Tokens.Any(token => token.Value == OnServers) == true;
            foreach (var section in result.GetResult(sections)?.Tokens.Where(token => ServicesSection.Keys.Contains(token.Value) != isOnServers) ?? [])
                result.AddError($"The section {section.Value} is not of '--profile {(isOnServers ? OnServers : Embedded)}', which has {(isOnServers ? string.Join(", ", ServicesSection.Keys) : $"{NetworkSection}, {CatalogSection}")}.");
            if (isOnServers)
                return;
            foreach (var option in forServices.Where(option => result.GetResult(option) is { Implicit: false }))
                result.AddError($"{option.Name} is for '--profile {OnServers}': add that, or leave it out.");
        });
        command.SetAction((parse, cancellationToken) =>
        {
            var count = (int)(parse.GetValue(alerts) ?? DefaultAlerts);
            var repeats = (int)(parse.GetValue(rounds) ?? DefaultRounds);
            if (parse.GetValue(profile) != OnServers && parse.GetValue(sections)!.Contains(CatalogSection))
            {
                return parse.GetValue(sections)!.Length > 1
                    ? throw new ExitException(ExitCode.Usage, $"The sections {NetworkSection} and {CatalogSection} are measured one at a time.")
                    : RunCatalogsAsync(console, parse, count, repeats, cancellationToken);
            }

            if (parse.GetValue(profile) != OnServers && parse.GetValue(sections) is { Length: > 0 })
                return RunNetworksAsync(console, parse, count, repeats, cancellationToken);
            if (parse.GetValue(profile) != OnServers)
            {
                var night = new SimulationOptions { Survey = parse.GetValue(survey) ?? SurveyOption.Supported[0], Alerts = count };
                if (SimulationOptions.HasVisits(night.Survey) && parse.GetValue(history) is { } points)
                    night = night with { History = (int)points };
                return night.Validate() is { } problem
                    ? throw new ExitException(ExitCode.Usage, $"The simulated night cannot be made: {problem}")
                    : RunIngestAsync(console, parse, night, repeats, cancellationToken);
            }

            var asked = new ServicesOptions(
                count, repeats, Programs(consumers), Programs(alertWorkers), Programs(enrichers), parse.GetValue(rate) ?? DefaultRate,
                parse.GetValue(busy), parse.GetValue(sections) is { Length: > 0 } keys ? keys : ServicesSection.Keys);
            return RunServicesAsync(console, parse, asked, cancellationToken);

            int Programs(Option<long?> option) => (int)(parse.GetValue(option) ?? 1);
        });
        return command;
    }

    static Command CreateCatalog(CliConsole console)
    {
        var rows = NumberOption.Whole("--rows", $"Rows of the large tables, default {DefaultRows}", 1000, 100_000_000);
        var imported = NumberOption.Whole("--import-rows", $"Rows of the text table that is brought in, default {DefaultImportRows}; 0 for none", 0, 1_000_000_000);
        var rounds = NumberOption.Whole("--rounds", $"Rounds, default {DefaultRounds}", 1, 100);
        var command = new Command("catalog", "Sky tables: cones, six catalogues for an object, a cold table, the same cones by SQLite, and bringing a table in.") { rows, imported, rounds };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var machine = MachineDescription.Read();
            using var folder = BenchFolder.Beside(parse.DataFolder());
            var figures = await new CatalogBench(
                folder.Path, (int)(parse.GetValue(rows) ?? DefaultRows), (int)(parse.GetValue(imported) ?? DefaultImportRows),
                (int)(parse.GetValue(rounds) ?? DefaultRounds), console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
            if (parse.WantsJson())
                figures.WriteJson(console.Out, machine);
            else
                figures.WriteText(console.Out, machine);
            return (int)ExitCode.Done;
        });
        return command;
    }

    static async Task<int> RunCatalogsAsync(CliConsole console, ParseResult parse, int alerts, int rounds, CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        using var folder = BenchFolder.Beside(parse.DataFolder());
        var figures = await new CatalogIngestBench(folder.Path, alerts, rounds, console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
        if (parse.WantsJson())
            figures.WriteJson(console.Out, machine);
        else
            figures.WriteText(console.Out, machine);
        return (int)ExitCode.Done;
    }

    static async Task<int> RunIngestAsync(CliConsole console, ParseResult parse, SimulationOptions night, int rounds, CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        using var folder = BenchFolder.Beside(parse.DataFolder());
        var sections = await new IngestBench(folder.Path, night, rounds, console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
        if (parse.WantsJson())
            BenchOutput.WriteJson(console.Out, machine, night, sections);
        else
            BenchOutput.WriteText(console.Out, machine, night, sections);
        return (int)ExitCode.Done;
    }

    static async Task<int> RunNetworksAsync(CliConsole console, ParseResult parse, int alerts, int rounds, CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        var models = parse.ModelFolder();
        var manifests = models.Read().Manifests;
        string[] keys = [.. PublishedNetworks.Keys.Where(key => models.Has(manifests[key]))];
        if (keys.Length < PublishedNetworks.Keys.Count)
            console.Error.WriteLine($"Not all of {string.Join(", ", PublishedNetworks.Keys)} are in {models.Path}: {(keys.Length > 0 ? "the others are measured" : "boom_rb is measured")}.");
        using var folder = BenchFolder.Beside(parse.DataFolder());
        var figures = await new NetworkBench(
            folder.Path, models, keys.Length > 0 ? keys : ["boom_rb"], alerts, rounds, console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
        if (parse.WantsJson())
            figures.WriteJson(console.Out, machine, alerts);
        else
            figures.WriteText(console.Out, machine, alerts);
        return (int)ExitCode.Done;
    }

    static async Task<int> RunServicesAsync(CliConsole console, ParseResult parse, ServicesOptions options, CancellationToken cancellationToken)
    {
        var servers = BenchServers.FromEnvironment(console.Time);
        using var folder = BenchFolder.Beside(parse.DataFolder());
        var figures = await new ServicesBench(folder.Path, options, servers, console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
        if (parse.WantsJson())
            ServicesOutput.WriteJson(console.Out, figures);
        else
            ServicesOutput.WriteText(console.Out, figures);
        return (int)ExitCode.Done;
    }

    static Option<string> Choice(string name, string description, string[] values)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', values), DefaultValueFactory = _ => values[0] };
        AcceptOnly(option, values);
        return option;
    }

    static void AcceptOnly(Option option, IReadOnlyList<string> values) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(token => !values.Contains(token.Value)))
            result.AddError($"{option.Name} is one of {string.Join(", ", values)}, not '{token.Value}'.");
    });
}
