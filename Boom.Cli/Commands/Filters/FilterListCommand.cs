using System.CommandLine;
using System.Globalization;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter list</c>.</summary>
internal static class FilterListCommand
{
    public static Command Create(CliConsole console)
    {
        var survey = SurveyOption.Optional("Only filters on alerts of this survey");
        var command = new Command("list", "Stored filters: which run, and what they have let pass.") { survey };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetValue(survey), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, Survey? survey, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var filters = await store.Filters.ListFiltersAsync(survey, onlyActive: false, cancellationToken);
        var hits = new List<long>(filters.Count);
        foreach (var filter in filters)
            hits.Add(await store.Filters.CountHitsAsync(filter.Id, cancellationToken));
        if (parse.WantsJson())
        {
            CliJson.Write(console, new FiltersJson(filters.Select((filter, i) => FilterJson.Of(filter, hits[i], withPipelines: false))));
            return (int)ExitCode.Done;
        }

        if (filters.Count == 0)
        {
            console.WriteLine("No filter is stored: 'boom filter add' stores one.");
            return (int)ExitCode.Done;
        }

        var table = new TextTable("filter", "name", "survey", "state", "permissions", "watch list", "versions>", "passed>");
        for (var i = 0; i < filters.Count; i++)
        {
            var filter = filters[i];
            table.Add(
                filter.Id, filter.Name, filter.Survey.ToUpperName(), FilterStateText.Of(filter), FilterStateText.Permissions(filter), filter.Watchlist ?? "",
                filter.Versions.Count.ToString(CultureInfo.InvariantCulture), TotalAccount.Count(hits[i]));
        }

        table.WriteTo(console.Out);
        foreach (var filter in filters.Where(filter => filter.Suspension is not null))
            console.WriteLine($"{filter.Name} is suspended: {filter.Suspension!.Reason}");
        return (int)ExitCode.Done;
    }
}
