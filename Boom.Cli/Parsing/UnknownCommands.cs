using System.CommandLine;
using Boom.Core.Text;

namespace Boom.Cli.Parsing;

/// <summary>A word that stands where a command does and is none.</summary>
internal static class UnknownCommands
{
    /// <summary>A sentence that names the nearest command; null when every word is known, or something else is wrong.</summary>
    public static string? Find(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parse.UnmatchedTokens.Count == 0 || parse.UnmatchedTokens[0].StartsWith('-'))
            return null;
        var (word, path) = (parse.UnmatchedTokens[0], UnknownOptions.PathOf(parse.CommandResult));
        return NearestWord.In(word, command.Subcommands.Select(known => known.Name)) is { } near
            ? $"There is no command '{path} {word}': the nearest is '{path} {near}', and '{path} --help' shows all."
            : $"There is no command '{path} {word}': '{path} --help' shows those that there are.";
    }
}
