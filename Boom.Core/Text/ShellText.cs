using System.Globalization;
using System.Text;

namespace Boom.Core.Text;

/// <summary>Words of a command line, quoted so that they can be pasted into a shell.</summary>
public static class ShellText
{
    /// <summary>
    /// A word as it is when no shell minds it; else in single quotes, or, with control characters, as <c>$'…'</c> of bash and zsh. On Windows in double quotes.
    /// </summary>
    public static string Quote(string word) => Quote(word, OperatingSystem.IsWindows());

    internal static string Quote(string word, bool windows)
    {
        if (word.Length > 0 && word.All(IsPlain) && !word.StartsWith('~'))
            return word;
        if (windows)
            return $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return word == VisibleText.Of(word)
            ? $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'"
            : QuoteBytes(word);
    }

    static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '@' or '%' or '+' or ',' or '=' or '~';

    // All that is not plain ASCII as the bytes it has in UTF-8: the shell puts them together again.
    static string QuoteBytes(string word)
    {
        var text = new StringBuilder("$'");
        foreach (var unit in Encoding.UTF8.GetBytes(word))
        {
            if (unit is >= 0x20 and < 0x7F and not (byte)'\'' and not (byte)'\\')
                text.Append((char)unit);
            else
                text.Append(CultureInfo.InvariantCulture, $@"\{Convert.ToString(unit, 8).PadLeft(3, '0')}");
        }

        return text.Append('\'').ToString();
    }
}
