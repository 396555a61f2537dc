using System.Text;

namespace Boom.Cli.Filters;

/// <summary>Which errors are the same but for their numbers.</summary>
internal static class ErrorKind
{
    /// <summary>The sentence with one sign for each number, but for that of the stage.</summary>
    public static string Of(string sentence)
    {
        var start = sentence.StartsWith("Stage ", StringComparison.Ordinal) ? Math.Max(0, sentence.IndexOf(": ", StringComparison.Ordinal)) : 0;
        var kind = new StringBuilder(sentence.Length).Append(sentence, 0, start);
        for (var i = start; i < sentence.Length; i++)
        {
            if (!IsNumber(sentence, i))
                kind.Append(sentence[i]);
            else if (i == start || !IsNumber(sentence, i - 1))
                kind.Append('#');
        }

        return kind.ToString();
    }

    // A point or a sign within a number is part of it; a digit behind a letter is part of a name.
    static bool IsNumber(string text, int i) => char.IsAsciiDigit(text[i])
        ? i == 0 || !char.IsLetter(text[i - 1]) || text[i - 1] is 'E' or 'e'
        : text[i] is '.' or 'E' or 'e' or '+' or '-' && i > 0 && i + 1 < text.Length && char.IsAsciiDigit(text[i - 1]) && (char.IsAsciiDigit(text[i + 1]) || text[i] is 'E' or 'e');
}
