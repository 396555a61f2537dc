using System.CommandLine;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter</c>: what lets pass the few alerts that matter to somebody.</summary>
internal static class FilterCommand
{
    public static Command Create(CliConsole console) => new("filter", "Filters: try them, ask why, check the engine.")
    {
        FilterTestCommand.Create(console),
        FilterVectorsCommand.Create(console),
    };
}
