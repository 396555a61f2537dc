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

/// <summary><c>boom filter cost</c>: what filters cost and yield in a night.</summary>
internal static class FilterCostCommand
{
    public static Command Create(CliConsole console)
    {
        var night = NightSpan.Option("Alerts whose exposures began on this date (UTC). Default: of each survey the last of which anything is known.");
        var survey = SurveyOption.Optional("Only filters on alerts of this survey");
        var command = new Command("cost", "What filters cost and yield in a night: time, alerts that passed, errors. The dearest comes first.") { night, survey };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetValue(survey), parse.GetValue(night), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, Survey? survey, NightSpan? nights, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var names = (await store.Filters.ListFiltersAsync(survey, onlyActive: false, cancellationToken)).ToDictionary(filter => filter.Id, filter => filter.Name, StringComparer.Ordinal);
        var costs = new List<FilterCost>();
        foreach (var one in survey is { } named ? [named] : SurveyOption.Supported)
            costs.AddRange(await ListAsync(store.Filters, one, nights, cancellationToken));
        costs.Sort((left, right) => right.Microseconds.CompareTo(left.Microseconds));
        if (parse.WantsJson())
            CliJson.Write(console, new FilterCostsJson(costs.Select(cost => FilterCostJson.Of(cost, names.GetValueOrDefault(cost.FilterId)))));
        else if (costs.Count == 0)
            console.WriteLine(nights is { First: not null } asked ? $"No filter has looked at an alert of {asked.Name}." : "No filter has looked at an alert yet, or no count of it is kept yet.");
        else
            WriteTable(console, costs, names);
        return (int)ExitCode.Done;
    }

    static async Task<IReadOnlyList<FilterCost>> ListAsync(IFilterStore store, Survey survey, NightSpan? nights, CancellationToken cancellationToken)
    {
        if (nights is not { } asked)
            return await store.ListCostsAsync(survey, null, cancellationToken);
        var costs = new List<FilterCost>();
        foreach (var night in await store.ListCostNightsAsync(survey, cancellationToken))
        {
            if (asked.Has(night))
                costs.AddRange(await store.ListCostsAsync(survey, night, cancellationToken));
        }

        return costs;
    }

    static void WriteTable(CliConsole console, List<FilterCost> costs, Dictionary<string, string> names)
    {
        var table = new TextTable("night", "survey", "filter", "version", "name", "alerts>", "passed>", "%>", "errors>", "seconds>", "µs an alert>");
        foreach (var cost in costs)
        {
            table.Add(
                Text(cost.Night), cost.Survey.ToUpperName(), cost.FilterId, cost.Fid, names.GetValueOrDefault(cost.FilterId, "(removed)"), TotalAccount.Count(cost.Evaluations),
                TotalAccount.Count(cost.Passes), Number(FilterCostJson.PercentOf(cost), "0.##"), TotalAccount.Count(cost.Errors), Number(cost.Microseconds / 1e6, "0.00"),
                Number(FilterCostJson.MicrosecondsOf(cost), "0.0"));
        }

        table.WriteTo(console.Out);
        console.WriteLine($"{DocumentText.Plural(costs.Count, "version")}, {Number(costs.Sum(cost => cost.Microseconds) / 1e6, "0.00")} s in all.");
    }

    static string Text(DateOnly night) => night.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
