using System.CommandLine;
using Boom.Cli.Filters;
using Boom.Cli.Rendering.Json;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter deactivate ID</c> and <c>boom filter remove ID</c>.</summary>
internal static class FilterSwitchCommands
{
    public static Command CreateDeactivate(CliConsole console)
    {
        var id = FilterShowCommand.IdArgument();
        var command = new Command("deactivate", "Have a stored filter not run any more, within Filter:Refresh.") { id };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetRequiredValue(id), isRemoval: false, cancellationToken));
        return command;
    }

    public static Command CreateRemove(CliConsole console)
    {
        var id = FilterShowCommand.IdArgument();
        var command = new Command("remove", "Take a stored filter away, with all its versions. What has passed it stays.") { id };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetRequiredValue(id), isRemoval: true, cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string id, bool isRemoval, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenBeside(parse.DataFolder());
        var filter = await FilterSource.FindStoredAsync(store, id, cancellationToken);
        var isDone = isRemoval
            ? await store.Filters.RemoveFilterAsync(filter.Id, cancellationToken)
            : await store.Filters.DeactivateAsync(filter.Id, console.Time.GetUtcNow(), cancellationToken);
        if (!isDone)
            throw new ExitException(ExitCode.BadNews, $"The filter {filter.Id} is gone: another command has removed it.");
        if (parse.WantsJson())
            CliJson.Write(console, new SwitchedFilterJson(filter.Id, isRemoval ? "removed" : "inactive"));
        else
            console.WriteLine($"{filter.Name} ({filter.Id}) {(isRemoval ? "is removed; what has passed it stays" : filter.IsActive ? "is inactive" : "was inactive already")}.");
        if (isRemoval && !parse.WantsJson())
            console.WriteLine($"What has passed it: boom filter hits {filter.Id}{parse.DataHint()}");
        return (int)ExitCode.Done;
    }
}
