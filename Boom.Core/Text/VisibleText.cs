using System.Globalization;
using System.Text;

namespace Boom.Core.Text;

/// <summary>
/// Text of packets as people see it in terminals and logs: characters that steer a terminal, break a line or turn the direction of writing are
/// shown as escapes.
/// </summary>
public static class VisibleText
{
    /// <summary>
    /// The text with <c>\n</c>, <c>\r</c>, <c>\t</c>, <c>\x1b</c>, <c>\u202e</c> or <c>\U000e0001</c> in place of control characters (C0, DEL, C1),
    /// line and paragraph separators, format characters (bidirectional overrides, zero-width ones) and halves of surrogate pairs. Text that has
    /// none, and text that has been through here, stays as it is.
    /// </summary>
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsSuspect(text[i]))
                return Escape(text, i);
        }

        return text;
    }

    /// <summary>Text of several lines, such as a stack trace: each escaped, all but the first indented, so that none passes for an entry of its own.</summary>
    public static string Lines(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal))
            return Of(text);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            lines[i] = (i == 0 ? "" : "  ") + Of(lines[i].TrimEnd('\r'));
        return string.Join(Environment.NewLine, lines);
    }

    // Anything above Latin-1 is looked up; names of surveys and most messages are plain ASCII.
    static bool IsSuspect(char c) => c is < ' ' or >= '\x7f' and <= '\x9f' or '\xad' || (c > '\xff' && (char.IsSurrogate(c) || IsHidden(CharUnicodeInfo.GetUnicodeCategory(c))));

    static bool IsHidden(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    static string Escape(string text, int from)
    {
        var result = new StringBuilder(text.Length + 16).Append(text, 0, from);
        for (var i = from; i < text.Length; i++)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                AppendEscape(result, text[i]);
                continue;
            }

            if (IsHidden(Rune.GetUnicodeCategory(rune)))
                AppendEscape(result, rune.Value);
            else
                result.Append(rune.ToString());
            i += rune.Utf16SequenceLength - 1;
        }

        return result.ToString();
    }

    static void AppendEscape(StringBuilder result, int value) => _ = value switch
    {
        '\n' => result.Append(@"\n"),
        '\r' => result.Append(@"\r"),
        '\t' => result.Append(@"\t"),
        <= 0xFF => result.Append(CultureInfo.InvariantCulture, $@"\x{value:x2}"),
        <= 0xFFFF => result.Append(CultureInfo.InvariantCulture, $@"\u{value:x4}"),
        _ => result.Append(CultureInfo.InvariantCulture, $@"\U{value:x8}"),
    };
}
