using System.CommandLine;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Filters;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.FilterWorker;
using Boom.Hosting;
using Boom.ServiceDefaults;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter activate ID</c>: a version runs from now on, once it has been tried on a night.</summary>
internal static class FilterActivateCommand
{
    static readonly Option<string?> Fid = new("--fid") { Description = "The version. Default: the one that ran last, or the first one.", HelpName = "FID" };

    static readonly Option<bool> Untried = new("--untried") { Description = "Without trying it: its yield is then watched only while it runs." };

    public static Command Create(CliConsole console)
    {
        var id = FilterShowCommand.IdArgument();
        var night = NumberOption.Night("Reference night, by the date on which it ends, from noon to noon at the site. Default: the latest night stored.");
        var command = new Command("activate", "Have a version of a stored filter run. It is tried on a night first, and refused when too much passes.") { id, Fid, night, Untried, CatalogCommand.Folder };
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.GetValue(Untried) && parse.GetValue(night) is not null)
                throw new ExitException(ExitCode.Usage, "Give --night or --untried, not both.");
            return RunAsync(console, parse, parse.GetRequiredValue(id), parse.GetValue(night), cancellationToken);
        });
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string id, DateOnly? night, CancellationToken cancellationToken)
    {
        var rates = OptionsSection.Read<FilterWorkerOptions>(ProgramSettings.FromEnvironment(), FilterWorkerOptions.Section);
        using var store = StoreSession.OpenBeside(parse.DataFolder());
        var filter = await FilterSource.FindStoredAsync(store, id, cancellationToken);
        var version = FilterShowCommand.VersionOf(filter, parse.GetValue(Fid));
        var ready = (FilterSource.Of(filter, new FilterWords()) with { Pipeline = version.Pipeline }).Compile();
        await KnownWatchlists.RequireAsync(ready, store, parse.CatalogFolders(), cancellationToken, "--catalogs");
        var tried = parse.GetValue(Untried) ? null : await TryAsync(console, store, ready, night, rates, cancellationToken);
        var refusal = tried?.Refusal(filter.Id, parse.DataHint());
        if (refusal is null && !await store.Filters.ActivateAsync(filter.Id, version.Fid, console.Time.GetUtcNow(), cancellationToken))
            throw new ExitException(ExitCode.BadNews, $"The filter {filter.Id} is gone: another command has removed it.");
        var warnings = ready.Warnings(tried is null ? null : FilterTestOutput.AlertsOf(tried.Selection, tried.Account.Slow is not null));
        if (parse.WantsJson())
            CliJson.Write(console, ActivatedFilterJson.Of(filter, version, refusal, tried, warnings));
        else
            WriteText(console, filter, version, refusal, tried);
        foreach (var warning in parse.WantsJson() ? [] : warnings)
            console.WriteLine(warning);
        return (int)(refusal is null ? ExitCode.Done : ExitCode.BadNews);
    }

    static async Task<TriedNight> TryAsync(CliConsole console, StoreSession store, ReadyFilter ready, DateOnly? night, FilterWorkerOptions limits, CancellationToken cancellationToken)
    {
        var selection = await new TrialSelection(night, null).CompleteAsync(store, ready.Survey, "--untried has the filter run without having been tried", cancellationToken);
        var inputs = new FilterInputs(ready, store);
        var view = new FilterTestView(console);
        using var trial = new FilterTrial(ready, shown: 0, limits.BudgetMicroseconds, console.Time) { Told = view.Tell, EndsWhenSlow = true };
        await foreach (var page in selection.PagesAsync(store, ready.Survey, cancellationToken))
        {
            await foreach (var slice in inputs.ReadAsync(page, cancellationToken))
            {
                trial.Run(slice, cancellationToken);
                view.Tell(trial);
                if (trial.IsOver)
                    break;
            }

            if (trial.IsOver)
                break;
        }

        trial.Settle(cancellationToken);
        var account = trial.Account;
        if (account.LookedAt == 0)
        {
            throw new ExitException(
                ExitCode.BadNews, $"No alert of {ready.Survey.Key.ToUpperName()} of {selection.Name} is stored that the filter may see: name another night with --night, or say --untried.");
        }

        return new TriedNight(selection, account, limits.MatchRateOf(ready.Survey.Key));
    }

    static void WriteText(CliConsole console, StoredFilter filter, FilterVersion version, string? refusal, TriedNight? tried)
    {
        if (tried is not null)
        {
            var account = tried.Account;
            var passed = $"{TotalAccount.Count(account.Passed)} of {TotalAccount.Count(account.LookedAt)} alerts of {tried.Selection.Name} pass, {NumberText.Short(account.Percent, 2)} %";
            console.WriteLine(account.Slow is null
                ? $"{passed}; {TotalAccount.Count(tried.Allowed)} are allowed, {NumberText.Short(tried.AllowedPercent, 2)} % (Filter:MaximumMatchRate)"
                : $"{passed}; the trial ends there");
            if (account.HistoriesCut > 0)
                console.WriteLine(FilterTestOutput.CutHistories(account));
            foreach (var error in account.Errors)
                console.WriteLine($"ERROR on {TotalAccount.Count(error.Alerts)}: {error.Sentence}");
        }

        if (refusal is null && tried?.Account.Erred > 0)
            console.WriteLine($"It goes wrong on {TotalAccount.Count(tried.Account.Erred)} of {TotalAccount.Count(tried.Account.LookedAt)} alerts, which do not pass.");
        if (refusal is null)
            console.WriteLine($"{filter.Name} ({filter.Id}) is active, version {version.Fid}.");
        else
            console.Complain($"{filter.Name} is not made active. {refusal}");
    }
}
