using System.CommandLine;
using Boom.Cli.Filters;
using Boom.Cli.Rendering.Json;
using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter add FILE</c>: stores a filter, or another version of one.</summary>
internal static class FilterAddCommand
{
    /// <summary>Owner of filters that are made here, as the reference calls it.</summary>
    const string Owner = "cli";

    const int MostLetters = 200;

    static readonly Option<string?> Name = new("--name") { Description = "Its name, which messages show. Default: that of the file, without folder and extension.", HelpName = "NAME" };

    static readonly Option<string?> Description = new("--description") { Description = "What it is for.", HelpName = "TEXT" };

    static readonly Option<string?> VersionOf = new("--version-of") { Description = "Add a version to this stored filter instead, by its key or name.", HelpName = "ID" };

    static readonly Option<string?> Changelog = new("--changelog") { Description = "What is other than in the version before.", HelpName = "TEXT" };

    public static Command Create(CliConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Pipeline: a JSON array of stages, comments allowed; - reads it from standard input." };
        var options = new FilterOptions();
        var command = new Command("add", "Store a filter, or another version of one. It does not run before 'boom filter activate'.") { file, Name, Description, VersionOf, Changelog };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(VersionOf) is not null && result.GetResult(Name) is not null)
                result.AddError("Give --name for a filter that is not stored, or --version-of for another version of one that is, not both.");
            if (result.GetValue(Name) is { } name && name.Trim().Length is 0 or > MostLetters)
                result.AddError($"--name has 1 to {MostLetters} letters.");
        });
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetRequiredValue(file), options.Read(parse), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string source, FilterWords words, CancellationToken cancellationToken)
    {
        var text = await FilterText.ReadAsync(source, cancellationToken);
        var named = words.Filter(source, text);
        var isVersion = parse.GetValue(VersionOf) is not null;
        // A pipeline that is refused leaves no data folder behind.
        if (!isVersion)
            _ = named.Compile();
        using var store = isVersion ? StoreSession.OpenBeside(parse.DataFolder()) : StoreSession.OpenOrMakeBeside(parse.DataFolder());
        var (id, name, fid, ready) = parse.GetValue(VersionOf) is { } other
            ? await AddVersionAsync(store, parse, other, named, words, console.Time.GetUtcNow(), cancellationToken)
            : await AddFilterAsync(store, parse, source, named, console.Time.GetUtcNow(), cancellationToken);
        var warnings = ready.Warnings(await FieldSample.LookAsync(store, ready, cancellationToken));
        if (parse.WantsJson())
        {
            CliJson.Write(console, new AddedFilterJson(id, name, fid, ready.Survey.Key.ToUpperName(), warnings));
            return (int)ExitCode.Done;
        }

        foreach (var warning in warnings)
            console.WriteLine(warning);
        console.WriteLine($"filter   {id}");
        console.WriteLine($"name     {name}");
        console.WriteLine($"survey   {ready.Survey.Key.ToUpperName()}");
        console.WriteLine($"version  {fid}");
        console.WriteLine($"Next: boom filter activate {id}{(parse.GetValue(VersionOf) is null ? "" : $" --fid {fid}")}{parse.DataHint()}");
        return (int)ExitCode.Done;
    }

    static async Task<(string Id, string Name, string Fid, ReadyFilter Ready)> AddFilterAsync(
        StoreSession store, ParseResult parse, string source, NamedFilter named, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var name = parse.GetValue(Name) ?? NameOf(source);
        var ready = named.Compile();
        foreach (var other in await store.Filters.ListFiltersAsync(named.Survey, onlyActive: false, cancellationToken))
        {
            if (other.Name == name)
                throw new ExitException(ExitCode.Usage, $"{named.Survey.ToUpperName()} has a filter {name} already ({other.Id}): give another name with --name, or --version-of {other.Id}.");
        }

        var pipeline = PlainJson.Of(named.Pipeline);
        var id = FilterKeys.Of(now, named.Survey.ToUpperName(), name, pipeline);
        var fid = FilterKeys.Of(now, id, pipeline);
        var jd = JulianDate.FromTime(now);
        var filter = new StoredFilter(id, name, named.Survey, [new FilterVersion(fid, pipeline, jd, parse.GetValue(Changelog))])
        {
            Description = parse.GetValue(Description),
            Permissions = ready.Survey.FilterView.HasPrograms
                ? new Dictionary<Survey, IReadOnlyList<int>> { [named.Survey] = named.Programs }
                : new Dictionary<Survey, IReadOnlyList<int>>(),
            UserId = Owner,
            Watchlist = named.Watchlist,
            ActiveVersion = fid,
            CreatedJd = jd,
            UpdatedJd = jd,
        };
        if (!await store.Filters.AddFilterAsync(filter, cancellationToken))
            throw new ExitException(ExitCode.Usage, $"{named.Survey.ToUpperName()} has a filter {name} already, which another command has just added: give another name.");
        return (id, name, fid, ready);
    }

    static string NameOf(string source) => FilterText.FilterNameOf(source) switch
    {
        null => throw new ExitException(ExitCode.Usage, $"Give --name: {FilterText.NameOf(source)} has none."),
        { Length: > MostLetters } name => throw new ExitException(ExitCode.Usage, $"The file's name has {name.Length} letters, and that of a filter at most {MostLetters}: give --name."),
        var name => name,
    };

    static async Task<(string Id, string Name, string Fid, ReadyFilter Ready)> AddVersionAsync(
        StoreSession store, ParseResult parse, string other, NamedFilter named, FilterWords words, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var filter = await FilterSource.FindStoredAsync(store, other, cancellationToken);
        if (words is not { Survey: null, Programs: null, Watchlist: null })
            throw new ExitException(ExitCode.Usage, "A version has the survey, the permissions and the watch list of its filter: leave --survey, --permissions and --watchlist out.");

        // A version that could not run is no version.
        var ready = (FilterSource.Of(filter, words) with { Name = named.Name, Pipeline = named.Pipeline }).Compile();
        var pipeline = PlainJson.Of(named.Pipeline);
        if (filter.Versions.FirstOrDefault(version => SamePipeline.Is(version.Pipeline, pipeline)) is { } same)
        {
            throw new ExitException(
                ExitCode.Usage, $"The version {same.Fid} of {filter.Name} has this pipeline already, so nothing is added: 'boom filter activate {filter.Id} --fid {same.Fid}{parse.DataHint()}' has it run.");
        }

        var fid = FilterKeys.Of(now, filter.Id, pipeline);
        if (!await store.Filters.AddVersionAsync(filter.Id, new FilterVersion(fid, pipeline, JulianDate.FromTime(now), parse.GetValue(Changelog)), cancellationToken))
            throw new ExitException(ExitCode.BadNews, $"The filter {filter.Id} is gone, or has this version already: 'boom filter versions' shows.");
        return (filter.Id, filter.Name, fid, ready);
    }
}
