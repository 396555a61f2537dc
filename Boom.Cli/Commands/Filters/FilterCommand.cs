using System.CommandLine;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter</c>: what lets pass the few alerts that matter to somebody.</summary>
internal static class FilterCommand
{
    public static Command Create(CliConsole console) => new("filter", "Filters on enriched alerts: try, store, run them, see what passes.")
    {
        FilterAddCommand.Create(console),
        FilterListCommand.Create(console),
        FilterShowCommand.Create(console),
        FilterShowCommand.CreateVersions(console),
        FilterActivateCommand.Create(console),
        FilterSwitchCommands.CreateDeactivate(console),
        FilterSwitchCommands.CreateRemove(console),
        FilterHitsCommand.Create(console),
        FilterCostCommand.Create(console),
        FilterTestCommand.Create(console),
        FilterExplainCommand.Create(console),
        FilterCheckCommand.Create(console),
        FilterVectorsCommand.Create(console),
    };
}
