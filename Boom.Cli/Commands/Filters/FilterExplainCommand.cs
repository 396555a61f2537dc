using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Filters;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Bson;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter explain FILTER CANDID</c>: why an alert passes or not.</summary>
internal static class FilterExplainCommand
{
    public static Command Create(CliConsole console)
    {
        var filter = new Argument<string>("FILTER") { Description = "Pipeline: a file, or - for standard input; or the key or name of a stored filter." };
        var candid = new Argument<long>("CANDID") { Description = "A stored alert.", CustomParser = WholeNumber };
        var options = new FilterOptions();
        var command = new Command("explain", "Why a stored alert passes a filter or not: each condition with the value found, and what it would have taken.") { filter, candid };
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
            RunAsync(console, parse, parse.GetRequiredValue(filter), parse.GetRequiredValue(candid), options.Read(parse), cancellationToken));
        return command;
    }

    static long WholeNumber(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var candid))
            result.AddError($"'{text}' is not a candid: it is a whole number of at most 19 digits.");
        return candid;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string source, long candid, FilterWords words, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var ready = (await FilterSource.FindAsync(store, source, words, cancellationToken)).Compile();
        await KnownWatchlists.RequireAsync(ready, store, parse.CatalogFolders(), cancellationToken);
        var inputs = new FilterInputs(ready, store);
        var subject = await inputs.FindAsync(candid, cancellationToken)
            ?? throw new ExitException(ExitCode.BadNews, await AbsentAlert.SentenceAsync(store, ready.Survey.Key, candid, cancellationToken));
        if (subject.Fault is { } fault)
            throw new ExitException(ExitCode.BadNews, fault);
        ready.Fields.Look([subject]);
        try
        {
            var answer = AlertQuestion.Ask(ready, subject.Input, console.Time, cancellationToken);
            if (parse.WantsJson())
                CliJson.Write(console, ExplanationJson.Of(ready, subject, answer));
            else
                ExplainOutput.Write(console, ready, subject, answer);
        }
        catch (BsonFormatException damaged)
        {
            throw new ExitException(ExitCode.BadNews, $"The documents of alert {candid} cannot be read: {damaged.Message}");
        }

        return (int)ExitCode.Done;
    }
}
