using System.CommandLine;
using System.Globalization;
using Boom.Catalogs;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Surveys;
using Boom.Hosting;

namespace Boom.Cli.Commands.Watchlists;

/// <summary><c>boom watchlist add</c>.</summary>
internal static class WatchlistAddCommand
{
    public static Command Create(CliConsole console)
    {
        var source = new Argument<string>("SOURCE") { Description = "Places, as 'boom catalog add' takes them." };
        var name = new Option<string>("--name") { Description = "Name of the list; 'watchlist_' is put before it.", HelpName = "NAME", Required = true };
        var radius = new Option<double>("--radius")
        {
            Description = $"Radius in arcsec, more than 0, at most {WatchlistMatcher.MaxRadiusArcsec}. Default: 2.",
            HelpName = "ARCSEC",
            DefaultValueFactory = _ => 2,
        };
        var owner = new Option<string>("--owner") { Description = "Whose list it is.", HelpName = "NAME", Required = true };
        var surveys = new Option<string?>("--surveys") { Description = "Surveys whose objects are looked for, with commas between them. Default: all.", HelpName = "A,B" };
        var options = new SourceOptions();
        var command = new Command("add", "Make a watch list. One of that name is replaced; its hits stay.") { source, name, owner, radius, surveys, CatalogCommand.Folder };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(radius) is { Implicit: false } && result.GetValue(radius) is not (> 0 and <= WatchlistMatcher.MaxRadiusArcsec))
                result.AddError($"--radius is more than 0 and at most {WatchlistMatcher.MaxRadiusArcsec} arcsec.");
            foreach (var wrong in Split(result.GetValue(surveys)).Where(text => !SurveyNames.TryParse(text, out _)))
                result.AddError($"--surveys names '{wrong}', which is no survey.");
        });
        command.SetAction((parse, cancellationToken) =>
        {
            var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [WatchlistMatcher.RadiusProperty] = parse.GetValue(radius).ToString(CultureInfo.InvariantCulture),
                [WatchlistMatcher.OwnerProperty] = parse.GetValue(owner)!,
            };
            if (Split(parse.GetValue(surveys)) is { Length: > 0 } chosen)
                properties[WatchlistMatcher.SurveysProperty] = string.Join(',', chosen.Select(text => text.ToLowerInvariant()));
            var read = options.Read(parse) with { Name = WatchlistCommand.TableOf(parse.GetValue(name)!), Properties = properties };
            return RunAsync(console, parse, parse.GetValue(source)!, read, cancellationToken);
        });
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string source, CatalogOptions options, CancellationToken cancellationToken)
    {
        var account = await CatalogImport.RunAsync(source, parse.CatalogFolder(), options, console.Time, new ImportView(console), cancellationToken);
        if (parse.WantsJson())
            CliJson.Write(console, AddedCatalogJson.Of(account));
        else
            ImportOutput.Write(console, account);
        return (int)(account.RowsAdded > 0 ? ExitCode.Done : ExitCode.BadNews);
    }

    static string[] Split(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
