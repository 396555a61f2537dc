using System.CommandLine;
using System.CommandLine.Parsing;

namespace Boom.Cli.Parsing;

/// <summary>
/// Words of a command line that look like options and are none of the command. Without it, a command that takes any words (paths, identifiers) would
/// take them for those.
/// </summary>
internal static class UnknownOptions
{
    /// <summary>A sentence for each, in the order given.</summary>
    /// <param name="args">The words. What follows a word <c>--</c> is never an option.</param>
    public static IReadOnlyList<string> Find(RootCommand root, ParseResult parse, IReadOnlyList<string> args)
    {
        var command = parse.CommandResult.Command;
        var known = OptionsOf(parse.CommandResult).ToList();
        var path = PathOf(parse.CommandResult);
        var problems = new List<string>();
        foreach (var word in args.TakeWhile(word => word != "--"))
        {
            if (!LooksLikeOption(word) || known.Exists(option => IsNamed(option, NameOf(word))))
                continue;
            var owners = Commands(root, "boom").Where(other => other.Command != command && other.Command.Options.Any(option => IsNamed(option, NameOf(word))))
                .Select(other => $"'{other.Path}'").ToList();
            var hint = owners.Count > 0 ? $" It is one of {string.Join(", ", owners)}." : " To give a name that begins so, write -- before it.";
            problems.Add($"There is no option '{NameOf(word)}' for '{path}'.{hint}");
        }

        return problems;
    }

    /// <summary>The command as it is typed, e.g. <c>boom dead-letters list</c>.</summary>
    public static string PathOf(CommandResult? result) =>
        result is null or { Command: RootCommand } ? "boom" : $"{PathOf(result.Parent as CommandResult)} {result.Command.Name}";

    // Negative numbers and angles are values.
    static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.';

    static string NameOf(string word) => word.IndexOfAny(['=', ':']) is var end and > 0 ? word[..end] : word;

    static bool IsNamed(Option option, string name) => option.Name == name || option.Aliases.Contains(name);

    static IEnumerable<Option> OptionsOf(SymbolResult? result)
    {
        for (var isOwn = true; result is not null; result = result.Parent)
        {
            if (result is not CommandResult { Command: var command })
                continue;
            foreach (var option in command.Options.Where(option => isOwn || option.Recursive))
                yield return option;
            isOwn = false;
        }
    }

    static IEnumerable<(string Path, Command Command)> Commands(Command command, string path) =>
        command.Subcommands.SelectMany(child => Commands(child, $"{path} {child.Name}").Prepend(($"{path} {child.Name}", child)));
}
