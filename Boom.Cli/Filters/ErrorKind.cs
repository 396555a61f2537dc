using System.Text.RegularExpressions;

namespace Boom.Cli.Filters;

/// <summary>Which errors are the same but for their numbers.</summary>
internal static partial class ErrorKind
{
    /// <summary>The sentence with one sign for each number, but for that of the stage.</summary>
    public static string Of(string sentence)
    {
        var start = sentence.StartsWith("Stage ", StringComparison.Ordinal) ? Math.Max(0, sentence.IndexOf(": ", StringComparison.Ordinal)) : 0;
        return $"{sentence[..start]}{Number().Replace(sentence[start..], "#")}";
    }

    // A digit behind a letter is part of a name.
    [GeneratedRegex("""(?<![A-Za-z0-9])\d+(\.\d+)?([eE][+-]?\d+)?""")]
    private static partial Regex Number();
}
