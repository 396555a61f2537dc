using System.CommandLine;
using System.CommandLine.Parsing;
using Boom.Core.Text;

namespace Boom.Cli.Parsing;

/// <summary>Files and folders that cannot be used, in the words of the command line: what they are for, and the option that names another.</summary>
internal static class FileFaults
{
    /// <summary>One sentence of a fault of the file system.</summary>
    public static string Describe(Exception fault, ParseResult parse)
    {
        var reason = SentenceText.Clause(fault.Message);
        if (RemedyOf(fault) is not { } remedy || PathIn(reason) is not { } path)
            return fault.Message;
        if (FindOption(path, parse) is not var (option, place))
            return $"{reason}: {remedy}, or name another place.";
        var isData = option == GlobalOptions.Data.Name;
        if (File.Exists(place) && (isData || path != place))
            return $"{(isData ? $"The data folder {place}" : place)} is a file: name a folder with {option}.";
        return $"{(isData ? $"The data folder {place}" : $"{place}, which {option} names,")} cannot be used ({reason}); {remedy}, or name another with {option}.";
    }

    // Numbers of Unix: ENOENT 2, EACCES 13, EEXIST 17, ENOTDIR 20, ENOSPC 28, EROFS 30, EDQUOT 122.
    static string? RemedyOf(Exception fault) => fault switch
    {
        UnauthorizedAccessException => "give this user access",
        IOException { HResult: 28 or 122 } => "free some space",
        IOException { HResult: 13 or 30 } => "give this user access",
        DirectoryNotFoundException or IOException { HResult: 2 or 17 or 20 } => "see what is there",
        _ => null,
    };

    static string? PathIn(string reason)
    {
        var (first, last) = (reason.IndexOf('\''), reason.LastIndexOf('\''));
        return last > first + 1 ? reason[(first + 1)..last] : null;
    }

    // The innermost that a given option, or the data folder, names around the path or within it: a folder is made from the outside in.
    static (string Option, string Place)? FindOption(string path, ParseResult parse)
    {
        (string Option, string Place)? found = null;
        foreach (var (option, value) in Texts(parse))
        {
            if (string.IsNullOrWhiteSpace(value) || value.Contains('\0'))
                continue;
            var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(value));
            if ((IsWithin(path, place) || IsWithin(place, path)) && (found is not { } other || place.Length > other.Place.Length))
                found = (option, place);
        }

        return found;
    }

    static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == Path.DirectorySeparatorChar);

    static IEnumerable<(string Option, string? Value)> Texts(ParseResult parse)
    {
        yield return (GlobalOptions.Data.Name, parse.GetValue(GlobalOptions.Data));
        for (SymbolResult? result = parse.CommandResult; result is CommandResult command; result = result.Parent)
        {
            foreach (var option in command.Children.OfType<OptionResult>())
            {
                if (option.Option is Option<string> text)
                    yield return (text.Name, parse.GetValue(text));
            }
        }
    }
}
