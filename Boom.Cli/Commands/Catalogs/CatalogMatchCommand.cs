using System.CommandLine;
using System.Globalization;
using Boom.AlertWorker.Catalogs;
using Boom.AlertWorker.Stored;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Catalogs;

/// <summary><c>boom catalog match</c>: stored objects, with catalogues that they were not matched with.</summary>
internal static class CatalogMatchCommand
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public static Command Create(CliConsole console)
    {
        var names = new Argument<string[]>("NAME") { Description = "Catalogues and watch lists. Default: all that the surveys are matched with.", Arity = ArgumentArity.ZeroOrMore };
        var surveys = SurveyOption.Several("Surveys whose objects are matched");
        var rate = NumberOption.Rate("Look at no more than so many objects per second");
        var again = new Option<bool>("--again") { Description = "Also objects that were matched with the same version: when a rule has changed." };
        var command = new Command("match", "Match stored objects with catalogues that they were never matched with, or with an older version of. Workers may run meanwhile.")
        {
            names, surveys, again, rate, CatalogCommand.Folder,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(
            console, parse, [.. parse.GetValue(names)!.Distinct()], parse.GetValue(surveys)!, parse.GetValue(again), parse.GetValue(rate), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, string[] names, IReadOnlyList<Survey> surveys, bool again, double? rate, CancellationToken cancellationToken)
    {
        var settings = CrossMatchSettings.Read(ProgramSettings.FromEnvironment());
        using var shelf = new CatalogShelf(parse.CatalogFolder());
        shelf.Refresh();
        using var set = shelf.Take();
        RequireTables(parse, names, surveys, settings, set);
        using var store = StoreSession.OpenBeside(parse.DataFolder());
        var accounts = new List<SurveyMatchesJson>();
        foreach (var survey in surveys)
        {
            using var matcher = new ObjectMatcher(survey, settings.RulesOf(SurveyCatalog.Default[survey]), settings.Names(survey) && names.Length == 0, set.Share());
            foreach (var problem in matcher.Problems)
                console.Complain(problem);
            var tables = matcher.Tables.Where(table => names.Length == 0 || names.Contains(table.Rule.Catalog)).ToList();
            var lists = matcher.Watchlists.Where(list => names.Length == 0 || names.Contains(list.Name)).ToList();
            var matching = new StoredMatching(matcher, tables, lists, store.Alerts, store.Reader, again, rate, console.Time);
            accounts.Add(new SurveyMatchesJson(
                survey.ToUpperName(), await matching.RunAsync(View(console, survey), message => console.Error.WriteLine(VisibleText.Of(message)), cancellationToken)));
        }

        if (parse.WantsJson())
            CliJson.Write(console, new CatalogMatchesJson(accounts));
        else
            accounts.ForEach(account => WriteText(console, account));
        return (int)ExitCode.Done;
    }

    static void RequireTables(ParseResult parse, string[] names, IReadOnlyList<Survey> surveys, CrossMatchSettings settings, CatalogSet set)
    {
        // Objects of real surveys must not be matched with them unasked.
        var simulated = CatalogCommand.SimulatedFolder(parse.DataFolder());
        if (!set.Tables.Any() && Directory.Exists(simulated))
            throw new ExitException(ExitCode.Missing, $"There is no catalogue in {set.Place}. Those of the simulated sky are in {simulated}: where all objects are simulated, say --catalogs {simulated}.");
        foreach (var name in names)
        {
            if (set.Find(name) is null)
                throw new ExitException(ExitCode.Missing, $"There is no catalogue {name} in {set.Place}: 'boom catalog list' shows those that there are.");
            if (!name.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal)
                && !surveys.Any(survey => settings.RulesOf(SurveyCatalog.Default[survey]).Any(rule => rule.Catalog == name)))
            {
                throw new ExitException(ExitCode.Usage, $"No rule says how objects are matched with {name}: add one to {CrossMatchSettings.Section}:SURVEY, see docs/catalogs.md.");
            }
        }
    }

    static Action<StoredMatches> View(CliConsole console, Survey survey)
    {
        var (started, shown) = (console.Time.GetTimestamp(), console.Time.GetTimestamp());
        return account =>
        {
            if (console.Time.GetElapsedTime(shown) < Interval)
                return;
            shown = console.Time.GetTimestamp();
            var done = account.Read + account.Places;
            console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{survey.ToUpperName()}: {TotalAccount.Count(account.Read)} objects looked at, {done / console.Time.GetElapsedTime(started).TotalSeconds:0} a second; matched {TotalAccount.Count(account.Changed)}"));
        };
    }

    static void WriteText(CliConsole console, SurveyMatchesJson survey)
    {
        var account = survey.Account;
        var parts = new List<string> { $"matched {TotalAccount.Count(account.Changed)}", $"up to date {TotalAccount.Count(account.UpToDate)}" };
        if (account.NotMatched > 0)
            parts.Add($"of the solar system {TotalAccount.Count(account.NotMatched)}");
        if (account.WithoutPosition > 0)
            parts.Add($"WITHOUT POSITION {TotalAccount.Count(account.WithoutPosition)}");
        if (account.ChangedByOthers > 0)
            parts.Add($"matched by another command meanwhile {TotalAccount.Count(account.ChangedByOthers)}");
        if (account.Read > 0 || account.Places == 0)
            console.WriteLine($"{survey.Survey}: looked at {DocumentText.Counted(account.Read, "object")}: {string.Join(", ", parts)}");
        if (account.Catalogs.Count > 0)
        {
            var table = new TextTable("catalogue", "objects>", "with a match>", "rows>");
            foreach (var (catalog, counted) in account.Catalogs)
                table.Add(catalog, TotalAccount.Count(counted.Objects), TotalAccount.Count(counted.WithRows), TotalAccount.Count(counted.Rows));
            table.WriteTo(console.Out, "  ");
        }

        if (account.Hits > 0 || account.Places > 0)
            console.WriteLine($"{survey.Survey}: hits of watch lists: {TotalAccount.Count(account.Hits)}, not recorded before: {TotalAccount.Count(account.HitsRecorded)}");
    }
}
