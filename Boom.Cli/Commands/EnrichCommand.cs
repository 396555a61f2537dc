using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Embedded.Later;
using Boom.Enricher;
using Boom.Enricher.Stored;
using Boom.Hosting;
using Boom.Inference;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Cli.Commands;

/// <summary><c>boom enrich</c>: properties and scores of stored alerts again, side by side with the pipeline.</summary>
internal static class EnrichCommand
{
    static readonly Option<string?> Objects = new("--objects") { Description = "Only alerts of these objects: a file with one objectId a line.", HelpName = "FILE" };

    static readonly Option<string?> Where = new("--where")
    {
        Description = "Only alerts that this match document holds for, as they are stored, e.g. {\"candidate.drb\": {\"$gte\": 0.5}}.",
        HelpName = "MATCH",
    };

    static readonly Option<string[]> Models = new("--models")
    {
        Description = "Networks to run, in this order. Default: those of Models__Networks. Each by its policy.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    static readonly Option<bool> Missing = new("--missing") { Description = "Only alerts that lack a score of a network's present version." };

    static readonly Option<bool> Again = new("--again") { Description = "Begin at the first alert, also where a run with the same options was ended before." };

    public static Command Create(CliConsole console)
    {
        var surveys = SurveyOption.Several("Surveys whose alerts are enriched again");
        var night = NumberOption.Night("Only alerts of the night that ends on this date, from noon to noon at the site.");
        var rate = NumberOption.Rate("Look at no more than so many alerts per second");
        var command = new Command("enrich", "Enrich stored alerts again: for a network added later, or another version of one. The pipeline may run meanwhile.")
        {
            surveys, night, Objects, Where, Models, Missing, Again, rate,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.GetValue(night) is not null && parse.GetValue(Objects) is not null)
                throw new ExitException(ExitCode.Usage, "Give --night or --objects, not both.");
            return RunAsync(console, parse, parse.GetValue(surveys)!, parse.GetValue(night), parse.GetValue(rate), cancellationToken);
        });
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, IReadOnlyList<Survey> surveys, DateOnly? night, double? rate, CancellationToken cancellationToken)
    {
        var options = ReadOptions(parse);
        var condition = MatchOption.Read(Where.Name, parse.GetValue(Where));
        var objects = ReadObjects(parse.GetValue(Objects));
        if (parse.GetValue(Missing) && options.Keys.Count == 0)
            throw new ExitException(ExitCode.Usage, "--missing is of networks: name them with --models or Models__Networks.");
        using var store = StoreSession.OpenBeside(parse.DataFolder());
        using var progress = LaterProgress.Open(parse.DataFolder(), store.Name, JobText(options, night, objects, parse), parse.GetValue(Again));
        RequireSurveys(options, surveys);
        var isStopped = false;
        foreach (var survey in surveys)
        {
            var known = SurveyCatalog.Default[survey];
            var span = night is { } date ? AlertSpan.OfNight(known, date) : AlertSpan.All;
            var selection = new StoredSelection(span, objects, condition, parse.GetValue(Missing));
            try
            {
                await RunAsync(console, store, known, options, selection, rate, progress, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                isStopped = true;
                break;
            }
        }

        if (!isStopped)
            progress.Complete();
        if (parse.WantsJson())
            CliJson.Write(console, new EnrichedJson(progress.Account));
        else
            EnrichOutput.Write(console, progress.Account);
        if (isStopped)
            console.Error.WriteLine("Stopped; the same command again goes on from here.");
        else if (objects is not null && progress.Account.Read == 0)
            console.Complain($"None of the {TotalAccount.Count(objects.Count)} names in {parse.GetValue(Objects)} is an object with a stored alert.");
        foreach (var failure in progress.Account.Failures)
            console.Complain(failure);
        return (int)(progress.Account.Failed > 0 || (objects is not null && progress.Account.Read == 0 && !isStopped) ? ExitCode.BadNews : ExitCode.Done);
    }

    static async Task RunAsync(
        CliConsole console, StoreSession store, ISurvey survey, ModelsOptions options, StoredSelection selection, double? rate, LaterProgress progress,
        CancellationToken cancellationToken)
    {
        if (progress.IsDone(survey.Key))
            return;
        var settings = OptionsSection.Read<EnricherOptions>(ProgramSettings.FromEnvironment(), EnricherOptions.Section);
        using var networks = SurveyNetworks.Open(options, survey, settings.Threads, console.Time);
        if (networks.Problems.Count > 0)
            throw new ExitException(ExitCode.Missing, string.Join(" ", networks.Problems));
        var inputs = EnrichmentInputs.Open(settings);
        if (inputs.Problem is { } problem)
            throw new ExitException(ExitCode.Missing, SentenceText.End($"{problem}."));
        using var enrichment = new StoredEnrichment(
            survey, networks.Set, store.Alerts, store.Reader, selection, SoftwareName.Current, settings.BatchSize, rate, console.Time, inputs.Settings);
        if (progress.CursorOf(survey.Key) is not StoredEnrichment.Start)
            console.Error.WriteLine($"{survey.Key.ToUpperName()}: goes on where it was ended, after {DocumentText.Counted(progress.Account.Read, "alert")}.");
        var view = new EnrichView(console, survey.Key);
        await new LaterRun(enrichment, progress, survey.Key, console.Time, view.Tell, view.Complain).RunAsync(cancellationToken);
    }

    // Networks that are named here are run; the configuration of the others is checked all the same, and scores of theirs that are stored may be asked for.
    static ModelsOptions ReadOptions(ParseResult parse)
    {
        string[] named = [.. (parse.GetValue(Models) ?? []).SelectMany(name => name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];
        if (named.FirstOrDefault(name => name.StartsWith('-')) is { } option)
            throw new ExitException(ExitCode.Usage, $"--models needs the names of networks before {option}.");
        var environment = ProgramSettings.FromEnvironment();
        const string key = $"{ModelsOptions.Section}:{nameof(ModelsOptions.Networks)}";
        var others = (environment[key] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Except(named);
        var configuration = new ConfigurationBuilder().AddConfiguration(environment)
            .AddInMemoryCollection(named.Length > 0 ? [new(key, string.Join(", ", others.Concat(named)))] : []).Build();
        var options = OptionsSection.Read<ModelsOptions>(configuration, ModelsOptions.Section);
        if (named.Length > 0)
            options.Networks = string.Join(", ", named);
        if (environment[$"{ModelsOptions.Section}:{nameof(ModelsOptions.Folder)}"] is null)
            options.Folder = Path.Combine(parse.DataFolder(), "models");
        return options;
    }

    static void RequireSurveys(ModelsOptions options, IReadOnlyList<Survey> surveys)
    {
        var (manifests, _) = new ModelFolder(options.Folder).Read();
        foreach (var key in options.Keys)
        {
            if (manifests.TryGetValue(key, out var manifest) && !surveys.Any(survey => survey.ToLowerName() == manifest.Survey))
                throw new ExitException(ExitCode.Usage, $"The network {key} is of the survey {manifest.Survey}, whose alerts are not asked for: it would score none.");
        }
    }

    static List<string>? ReadObjects(string? file)
    {
        if (file is null)
            return null;
        if (Directory.Exists(file))
            throw new ExitException(ExitCode.Missing, $"{file} is a folder: name a file with one objectId a line.");
        if (!File.Exists(file))
            throw new ExitException(ExitCode.Missing, $"There is no file {file}.");
        List<string> objects = [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal)];
        return objects.Count > 0 ? objects : throw new ExitException(ExitCode.Missing, $"{file} names no object: one objectId a line.");
    }

    static IEnumerable<string> Versions(ModelsOptions options)
    {
        var (manifests, _) = new ModelFolder(options.Folder).Read();
        return options.Keys.Select(key => $"{key} {manifests.GetValueOrDefault(key)?.Version}");
    }

    // Two runs are the same when they do the same to the same alerts.
    static string JobText(ModelsOptions options, DateOnly? night, List<string>? objects, ParseResult parse) => string.Join(
        '\n',
        $"night {night:yyyyMMdd}", $"where {parse.GetValue(Where)}", $"missing {parse.GetValue(Missing)}", $"networks {string.Join(',', Versions(options))}",
        $"policies {string.Join(';', options.Policies.OrderBy(policy => policy.Key, StringComparer.Ordinal).Select(policy => $"{policy.Key}={policy.Value}"))}",
        $"recipe {options.Recipe}", $"objects {string.Join(',', objects ?? [])}");
}
