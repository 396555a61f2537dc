using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Boom.Core.Filters;

/// <summary>What is wrong with a text that is not JSON, for the person who wrote it.</summary>
public static class JsonFault
{
    /// <summary>A clause: <c>is empty</c>, or <c>is not JSON at line 2, byte 13, where it ends: …</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="fault">What the reader says.</param>
    public static string Describe(string json, JsonException fault)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(fault);
        if (string.IsNullOrWhiteSpace(json))
            return "is empty";
        var (line, column) = (fault.LineNumber ?? 0, fault.BytePositionInLine ?? 0);
        return string.Create(CultureInfo.InvariantCulture, $"is not JSON at line {line + 1}, byte {column + 1}{Reason(Encoding.UTF8.GetBytes(json), line, column)}");
    }

    static string Reason(byte[] text, long line, long column)
    {
        var place = Math.Min(text.Length, Start(text, line) + column);
        var rest = Encoding.UTF8.GetString(text.AsSpan((int)place..)).TrimStart();
        if (rest.Length == 0)
            return ", where it ends: a bracket or a quotation mark is not closed, or something is cut off";
        var word = new string([.. rest.TakeWhile(char.IsLetterOrDigit)]);
        return word.ToUpperInvariant() switch
        {
            "NAN" or "INFINITY" => $": JSON has no {word}",
            "TRUE" or "FALSE" or "NULL" or "NONE" => $": {word} is written {(word is "NONE" or "None" or "none" ? "null" : word.ToLowerInvariant())}",
            _ when rest[0] == '\'' => ": names and texts stand in double quotes, not in single ones",
            _ when char.IsLetter(rest[0]) || rest[0] is '$' or '_' => ": names and texts stand in double quotes",
            _ when rest[0] is '\u201c' or '\u201d' or '\u2018' or '\u2019' => ": names and texts stand in straight double quotes",
            _ => "",
        };
    }

    static long Start(byte[] text, long line)
    {
        var start = 0;
        for (; line > 0 && Array.IndexOf(text, (byte)'\n', start) is >= 0 and var end; line--)
            start = end + 1;
        return start;
    }
}
