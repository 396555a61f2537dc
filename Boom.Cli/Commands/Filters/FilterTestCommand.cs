using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Filters;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.FilterWorker;
using Boom.Hosting;
using Boom.ServiceDefaults;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter test FILE</c>: what a filter would let pass.</summary>
internal static class FilterTestCommand
{
    const int DefaultShown = 10;

    static readonly Option<long[]?> Candids = new("--candids")
    {
        Description = "Only these alerts.",
        HelpName = "CANDID",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ReadCandids,
    };

    public static Command Create(CliConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Pipeline: a JSON array of stages, comments allowed; - reads it from standard input. Or the key or name of a stored filter." };
        var night = NightSpan.Option("Alerts of the night that ends on this date, from noon to noon at the site. Default: the latest night stored.");
        var limit = NumberOption.Whole("--limit", $"Show at most so many that pass, default {DefaultShown}", 0, 100_000);
        var options = new FilterOptions();
        var command = new Command("test", "Try a filter on stored alerts: how many pass, which, how fast, which errors. Nothing is stored or sent.") { file, night, Candids, limit };
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var candids = parse.GetResult(Candids) is null ? null : parse.GetValue(Candids);
            if (candids is not null && parse.GetValue(night) is not null)
                throw new ExitException(ExitCode.Usage, "Give --night or --candids, not both.");
            var selection = new TrialSelection(null, candids) { Nights = parse.GetValue(night) };
            return RunAsync(console, parse, parse.GetRequiredValue(file), options.Read(parse), selection, (int)(parse.GetValue(limit) ?? DefaultShown), cancellationToken);
        });
        return command;
    }

    static long[]? ReadCandids(ArgumentResult result)
    {
        var candids = new HashSet<long>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var candid))
            {
                candids.Add(candid);
                continue;
            }

            result.AddError($"--candids are whole numbers, with commas or blanks between them, not '{text}'.");
            return null;
        }

        return [.. candids];
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, string source, FilterWords words, TrialSelection selection, int shown, CancellationToken cancellationToken)
    {
        var limits = OptionsSection.Read<FilterWorkerOptions>(ProgramSettings.FromEnvironment(), FilterWorkerOptions.Section);
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var ready = (await FilterSource.FindAsync(store, source, words, cancellationToken)).Compile();
        await KnownWatchlists.RequireAsync(ready, store, parse.CatalogFolders(), cancellationToken);
        selection = await selection.CompleteAsync(store, ready.Survey, "--survey names another survey", cancellationToken);
        var view = new FilterTestView(console);
        using var trial = new FilterTrial(ready, shown, limits.BudgetMicroseconds, console.Time) { Told = view.Tell, EndsWhenSlow = true };
        var isStopped = false;
        var absent = new List<long>();
        try
        {
            await RunAsync(view, store, ready, trial, selection, absent, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isStopped = true;
        }

        var account = trial.Account;
        var whole = isStopped || trial.IsOver ? await selection.CountAsync(store, ready.Survey, console.Time) : new SelectionSize(account.Read + absent.Count, IsWhole: true);
        isStopped |= trial.IsOver && !(whole.IsWhole && account.Read >= whole.Alerts);
        if (parse.WantsJson())
            CliJson.Write(console, FilterTestJson.Of(ready, selection, account, absent, isStopped, whole));
        else
            FilterTestOutput.Write(console, ready, selection, account, isStopped, whole);
        foreach (var candid in absent.Take(10))
            console.Complain(await AbsentAlert.SentenceAsync(store, ready.Survey.Key, candid, cancellationToken));
        if (account.Read == 0 && !isStopped && absent.Count == 0)
            console.Complain($"No alert of {ready.Survey.Key.ToUpperName()} of {selection.Name} is stored in {store.Name}.");
        return (int)(account.Slow is not null || account.IsMostlyWrong || (!isStopped && (account.Read == 0 || absent.Count > 0)) ? ExitCode.BadNews : ExitCode.Done);
    }

    static async Task RunAsync(
        FilterTestView view, StoreSession store, ReadyFilter ready, FilterTrial trial, TrialSelection selection, List<long> absent, CancellationToken cancellationToken)
    {
        var inputs = new FilterInputs(ready, store);
        await foreach (var page in selection.PagesAsync(store, ready.Survey, cancellationToken))
        {
            var before = trial.Account.Read;
            var found = new HashSet<long>();
            await foreach (var slice in inputs.ReadAsync(page, cancellationToken))
            {
                trial.Run(slice, cancellationToken);
                found.UnionWith(slice.Select(subject => subject.Candid));
                view.Tell(trial);
                if (trial.IsOver)
                    return;
            }

            // Of a night an alert may be removed meanwhile; who is named must be there.
            if (selection.Candids is not null && trial.Account.Read - before < page.Count)
                absent.AddRange(page.Where(candid => !found.Contains(candid)));
        }
    }
}
