using System.CommandLine;
using System.CommandLine.Parsing;

namespace Boom.Cli.Parsing;

/// <summary>Words of a command line that are empty, as from a variable of the shell that is not set: none is a name of anything.</summary>
internal static class EmptyWords
{
    public static IReadOnlyList<string> Find(ParseResult parse)
    {
        var problems = new List<string>();
        for (SymbolResult? result = parse.CommandResult; result is CommandResult command; result = result.Parent)
        {
            var empty = command.Children.Where(child => child.Tokens.Any(token => token.Value.Length == 0));
            problems.AddRange(empty.Select(NameOf).OfType<string>().Select(name => $"{name} is empty: give a value, or leave it out."));
        }

        return problems;
    }

    static string? NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => null,
    };
}
