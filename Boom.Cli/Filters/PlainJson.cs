using System.Text;

namespace Boom.Cli.Filters;

/// <summary>JSON with comments and trailing commas as plain JSON, laid out as before: what other programs read of the database knows no comments.</summary>
internal static class PlainJson
{
    /// <param name="text">Sound JSON but for comments and trailing commas.</param>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                i = CopyText(text, i, plain);
            else if (text[i] == '/' && i + 1 < text.Length)
                i = EndOfComment(text, i);
            else if (text[i] is ']' or '}')
                plain.Length = LengthWithoutComma(plain);
            if (i < text.Length && text[i] is not ('"' or '/'))
                plain.Append(text[i]);
        }

        return WithoutEmptyLines(plain.ToString());
    }

    /// <summary>Copies a text all but its last quote, where it answers the place of that quote.</summary>
    static int CopyText(string text, int start, StringBuilder plain)
    {
        var end = start + 1;
        while (end < text.Length && text[end] != '"')
            end += text[end] == '\\' ? 2 : 1;
        plain.Append(text, start, Math.Min(end + 1, text.Length) - start);
        return end;
    }

    static int EndOfComment(string text, int start)
    {
        if (text[start + 1] == '*')
        {
            var close = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
            return close < 0 ? text.Length : close + 1;
        }

        var end = text.AsSpan(start).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : start + end;
    }

    static int LengthWithoutComma(StringBuilder plain)
    {
        var last = plain.Length - 1;
        while (last >= 0 && char.IsWhiteSpace(plain[last]))
            last--;
        if (last < 0 || plain[last] != ',')
            return plain.Length;
        plain.Remove(last, 1);
        return plain.Length;
    }

    static string WithoutEmptyLines(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0));
}
