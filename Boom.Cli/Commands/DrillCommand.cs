using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Boom.Cli.Parsing;
using Boom.Hosting;
using Boom.Lab.Drill;

namespace Boom.Cli.Commands;

/// <summary><c>boom drill</c>: the stages on real servers that go wrong by seed, and whether an alert is lost.</summary>
internal static class DrillCommand
{
    public static Command Create(CliConsole console)
    {
        var seed = NumberOption.Whole("--seed", "Seed of the first run, default 1; the next run has the next", 0, int.MaxValue);
        var runs = NumberOption.Whole("--runs", "Runs, default 1", 1, 100_000);
        var surveys = SurveyOption.SeveralOrFirst("Surveys that publish side by side");
        var hours = new Option<double?>("--hours") { Description = "Go on for so many hours, instead of a number of runs.", HelpName = "H" };
        var defaults = new DrillSettings();
        var alerts = NumberOption.Whole("--alerts", $"Alerts of each night of each survey, default {defaults.Alerts}", 1, 100_000);
        var night = NumberOption.Whole("--seconds", $"Seconds in which each night is published, default {defaults.Night.TotalSeconds}", 1, 86_400);
        var consumers = NumberOption.Whole("--consumers", $"Consumer programs of each survey, default {defaults.Consumers}", 1, 64);
        var alertWorkers = NumberOption.Whole("--alert-workers", $"Alert worker programs, default {defaults.AlertWorkers}", 1, 64);
        var enrichers = NumberOption.Whole("--enrichers", $"Enricher programs, default {defaults.Enrichers}", 1, 64);
        var filterWorkers = NumberOption.Whole("--filter-workers", $"Filter worker programs, default {defaults.FilterWorkers}; 0 for neither filters nor public streams", 0, 64);
        var idle = NumberOption.Whole("--idle", "Seconds that the programs wait on an empty topic before the night begins, default 0", 0, 86_400);
        var again = new Option<bool>("--again") { Description = "Publish each night a second time when it is done: nothing may change." };
        var away = AwayOption();
        var spare = new Option<string[]>("--spare") { Description = "A server that no fault of the seed is put into: kafka, valkey or mongodb; several times if wanted.", HelpName = "SERVER" };
        spare.AcceptOnlyFromAmong(DrillServers.KafkaName, DrillServers.ValkeyName, DrillServers.MongoName);
        var only = new Option<DrillFaultKind[]>("--only")
        {
            Description = "Faults that may happen, by name, e.g. RemakeTopic; several times if wanted. Default: all.",
            HelpName = "FAULT",
        };
        only.AcceptOnlyFromAmong(Enum.GetNames<DrillFaultKind>());
        var before = new Option<string?>("--before")
        {
            Description = "Folder of an earlier build, a checkout that was built or published programs: half of the programs begin as those and are replaced one by one.",
            HelpName = "DIR",
        };
        var cutouts = new Option<bool>("--cutouts-in-folder") { Description = "MongoDB keeps no cutouts; they are files in a folder. For nights that are larger than its memory." };
        var kafka = new Option<string?>("--kafka") { Description = "Folder of an Apache Kafka installation, 4.0 or newer; default KAFKA_HOME.", HelpName = "DIR" };
        var valkey = new Option<string?>("--valkey") { Description = "Valkey's or Redis' program; default valkey-server or redis-server.", HelpName = "FILE" };
        var mongo = new Option<string?>("--mongodb")
        {
            Description = "Command that starts MongoDB, with {port} and {folder}; default mongod, or a SQLite file where there is none.",
            HelpName = "COMMAND",
        };
        var command = new Command(
            "drill",
            "Start servers and stages, break them by seed while a simulated night comes in, and count what is lost (nothing), twice or in halves.")
        {
            seed, runs, surveys, hours, alerts, night, consumers, alertWorkers, enrichers, filterWorkers, idle, again, away, spare, only, before, cutouts, kafka, valkey, mongo,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.GetValue(hours) is <= 0 or > 10_000)
                throw new ExitException(ExitCode.Usage, "--hours is a number of hours above 0, such as 0.5.");
            if (!OperatingSystem.IsLinux())
                throw new ExitException(ExitCode.Missing, "boom drill runs on Linux only.");
            var settings = defaults with
            {
                Alerts = (int)(parse.GetValue(alerts) ?? defaults.Alerts),
                Surveys = parse.GetValue(surveys)!,
                Night = TimeSpan.FromSeconds(parse.GetValue(night) ?? defaults.Night.TotalSeconds),
                Consumers = (int)(parse.GetValue(consumers) ?? defaults.Consumers),
                AlertWorkers = (int)(parse.GetValue(alertWorkers) ?? defaults.AlertWorkers),
                Enrichers = (int)(parse.GetValue(enrichers) ?? defaults.Enrichers),
                FilterWorkers = (int)(parse.GetValue(filterWorkers) ?? FilterWorkersOf(defaults, parse.GetValue(before))),
                Idle = TimeSpan.FromSeconds(parse.GetValue(idle) ?? 0),
                Again = parse.GetValue(again),
                Away = parse.GetValue(away) ?? [],
                CutoutsInFolder = parse.GetValue(cutouts),
                Spared = parse.GetValue(spare) ?? [],
                Kinds = KindsOf(parse.GetValue(only) ?? [], parse.GetValue(before)),
                Before = parse.GetValue(before),
            };
            var servers = DrillServerOptions.Resolve(parse.GetValue(kafka), parse.GetValue(valkey), parse.GetValue(mongo));
            if (servers.MongoCommand is null && settings.Away.Any(gone => gone.Server == DrillServers.MongoName))
                throw new ExitException(ExitCode.Usage, "--away names mongodb, and there is none: give --mongodb.");
            if (servers.MongoCommand is null && settings.Before is not null)
            {
                throw new ExitException(
                    ExitCode.Usage, "--before needs MongoDB: programs of an earlier build do not open a SQLite file that this one has upgraded. Give --mongodb.");
            }

            TimeSpan? limit = parse.GetValue(hours) is { } given ? TimeSpan.FromHours(given) : null;
            var session = new DrillSession(console, settings, servers, parse.WantsJson());
            return session.RunAsync((ulong)(parse.GetValue(seed) ?? 1), parse.GetValue(runs) ?? (limit is null ? 1 : long.MaxValue), limit, cancellationToken);
        });
        return command;
    }

    // A build that has no filter workers has no enrichers that hand on to them.
    static int FilterWorkersOf(DrillSettings defaults, string? before) =>
        before is null || EarlierBuild.Find(before, "Boom.FilterWorker") is not null ? defaults.FilterWorkers : 0;

    static IReadOnlySet<DrillFaultKind> KindsOf(DrillFaultKind[] only, string? before)
    {
        if (before is not null && EarlierBuild.Programs.FirstOrDefault(program => EarlierBuild.Find(before, program) is null) is { } absent)
        {
            throw new ExitException(
                ExitCode.Usage, $"--before is {before}, where there is no {absent}.dll: give a checkout that was built, or a folder of published programs.");
        }

        IReadOnlySet<DrillFaultKind> kinds = only.Length > 0 ? only.ToHashSet() : before is null ? DrillPlan.DefaultKinds : DrillPlan.KindsWithEarlierBuild;
        return DrillClocks.Find() is null ? kinds.Where(kind => !DrillPlan.IsOfClock(kind)).ToHashSet() : kinds;
    }

    static Option<(string Server, TimeSpan Duration)[]?> AwayOption() => new("--away")
    {
        Description = "A server that goes away once, and for how many seconds, instead of the faults of the seed, e.g. valkey:300; several times if wanted.",
        HelpName = "SERVER:SECONDS",
        CustomParser = result => [.. result.Tokens.Select(token => ParseAway(token.Value, result)).OfType<(string, TimeSpan)>()],
    };

    static (string Server, TimeSpan Duration)? ParseAway(string text, ArgumentResult result)
    {
        var parts = text.Split(':');
        if (parts.Length == 2 && parts[0] is DrillServers.KafkaName or DrillServers.ValkeyName or DrillServers.MongoName
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400)
        {
            return (parts[0], TimeSpan.FromSeconds(seconds));
        }

        result.AddError($"--away is {DrillServers.KafkaName}, {DrillServers.ValkeyName} or {DrillServers.MongoName}, a colon and seconds, such as valkey:300, not '{text}'.");
        return null;
    }
}
