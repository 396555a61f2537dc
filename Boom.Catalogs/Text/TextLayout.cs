using System.Text;
using Boom.Core.Text;

namespace Boom.Catalogs.Text;

/// <summary>What comes before the rows of a text table: comments, the separator, the names of the columns, and where there are some their units.</summary>
sealed class TextLayout
{
    const int MostHeaderBytes = 1 << 20;
    const int MostComments = 16 << 20;
    const int SampleLines = 20;

    static readonly byte[] Separators = [(byte)',', (byte)'\t', (byte)';', (byte)'|'];

    TextLayout(IReadOnlyList<CatalogColumn> columns, IReadOnlyList<EcsvColumn>? declared)
        => (Columns, Declared) = (columns, declared);

    /// <summary>The columns; types are not known yet.</summary>
    public IReadOnlyList<CatalogColumn> Columns { get; }

    /// <summary>What an ECSV header says of them; null of other tables.</summary>
    public IReadOnlyList<EcsvColumn>? Declared { get; }

    /// <summary>Reads it; the reader then stands at the first row.</summary>
    /// <param name="name">Name of the file, for faults.</param>
    /// <param name="separator">Separator; null: guessed.</param>
    public static TextLayout Read(DelimitedReader reader, string name, char? separator)
    {
        var comments = ReadComments(reader, name);
        if (reader.Peek(1).IsEmpty)
            throw new CatalogException($"{name} is empty: it has no line with the names of its columns.");
        var ecsv = EcsvHeader.TryParse(comments, name);
        var head = reader.Peek(MostHeaderBytes);
        if (head.Length == MostHeaderBytes && head.IndexOfAny((byte)'\n', (byte)'\r') < 0)
            throw new CatalogException($"Line {reader.NextLine} of {name} is longer than {MostHeaderBytes >> 20} MiB; it should have the names of the columns: this is no table.");
        reader.Separator = separator is { } given ? (byte)given : ecsv is not null ? (byte)ecsv.Delimiter : Guess(head, name);
        var names = ReadNames(reader, name, comments);
        if (ecsv is not null)
            return new(ecsv.Match(names, name), ecsv.Columns);
        var units = ReadUnits(reader, names.Count);
        return new([.. names.Select((column, i) => new CatalogColumn(column, default, units?[i] is { Length: > 0 } unit ? unit : null))], null);
    }

    /// <summary>The names alone, of a later file of the same catalogue.</summary>
    static List<string> ReadNames(DelimitedReader reader, string name, List<string> comments)
    {
        var line = reader.NextLine;
        var position = reader.Peek(MostHeaderBytes);
        if (CommentedNames(position, reader.Separator, comments) is { } commented)
            return commented;
        if (reader.Read() != DelimitedRead.Row)
            throw new CatalogException($"Line {line} of {name} should have the names of the columns, but its quotes do not match.");
        var names = new List<string>(reader.Count);
        var numbers = 0;
        for (var i = 0; i < reader.Count; i++)
        {
            names.Add(Decode(reader[i], name, line));
            numbers += TextNumber.Parse(reader[i], out _, out _) == NumberForm.None ? 0 : 1;
        }

        if (numbers > 0 && numbers * 2 >= names.Count)
            throw new CatalogException($"Line {line} of {name} should have the names of the columns, but has numbers: put a line with the names before it.");
        return names;
    }

    // Some programs write the names into the last comment.
    static List<string>? CommentedNames(ReadOnlySpan<byte> head, byte separator, List<string> comments)
    {
        if (comments.Count == 0)
            return null;
        var fields = Fields(FirstLine(head), separator);
        if (!fields.TrueForAll(field => TextNumber.Parse(Encoding.UTF8.GetBytes(field), out _, out _) != NumberForm.None))
            return null;
        var names = Fields(Encoding.UTF8.GetBytes(comments[^1].Trim()), separator);
        return names.Count == fields.Count && names.Count > 1 ? names : null;
    }

    static List<string> Fields(ReadOnlySpan<byte> line, byte separator)
    {
        var text = Encoding.UTF8.GetString(line);
        return [.. text.Split((char)separator, separator == ' ' ? StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries : StringSplitOptions.TrimEntries).Select(field => field.Trim('"'))];
    }

    // VizieR puts units and a line of dashes between names and rows.
    static string[]? ReadUnits(DelimitedReader reader, int count)
    {
        var head = reader.Peek(MostHeaderBytes);
        var units = FirstLine(head);
        var second = head[units.Length..];
        if (second.StartsWith("\r\n"u8))
            second = second[2..];
        else if (!second.IsEmpty)
            second = second[1..];
        var dashes = FirstLine(second);
        if (dashes.IndexOf((byte)'-') < 0 || dashes.IndexOfAnyExcept((byte)'-', (byte)' ', reader.Separator) >= 0 || Fields(dashes, reader.Separator).Count != count)
            return null;
        var fields = Fields(units, reader.Separator);
        if (fields.Count != count)
            return null;
        reader.Read();
        reader.Read();
        return [.. fields];
    }

    static List<string> ReadComments(DelimitedReader reader, string name)
    {
        if (reader.Peek(3).StartsWith("\uFEFF"u8))
            reader.Skip(3, 0);
        var comments = new List<string>();
        var bytes = 0;
        while (true)
        {
            var line = FirstLine(reader.Peek(1));
            if (!line.IsEmpty && line[0] != '#')
                return comments;
            var head = reader.Peek(MostHeaderBytes);
            if (head.IsEmpty)
                return comments;
            line = FirstLine(head);
            bytes += line.Length;
            if (line.Length == MostHeaderBytes || bytes > MostComments)
                throw new CatalogException($"The comments of {name} go on for more than {(line.Length == MostHeaderBytes ? MostHeaderBytes : MostComments) >> 20} MiB: this is no table.");
            if (!line.IsEmpty)
                comments.Add(Encoding.UTF8.GetString(line[1..]));
            var end = line.Length < head.Length && head[line.Length..].StartsWith("\r\n"u8) ? 2 : line.Length < head.Length ? 1 : 0;
            reader.Skip(line.Length + end, 1);
        }
    }

    // The separator that gives most fields of the first line, and as many in the lines after it.
    static byte Guess(ReadOnlySpan<byte> head, string name)
    {
        byte best = 0;
        var bestScore = 0;
        foreach (var separator in Separators)
        {
            var rest = head;
            var first = CountFields(FirstLine(rest), separator);
            var alike = 0;
            for (var i = 0; i < SampleLines && !rest.IsEmpty; i++)
            {
                var line = FirstLine(rest);
                alike += CountFields(line, separator) == first ? 1 : 0;
                rest = rest[Math.Min(rest.Length, line.Length + 1)..];
            }

            var score = first < 2 ? 0 : (alike * 10_000) + Math.Min(first, 9_999);
            if (score > bestScore)
                (best, bestScore) = (separator, score);
        }

        return best != 0 ? best : throw new CatalogException(
            $"{name} is no table that is recognised: its first line has none of the separators comma, semicolon, bar and tab. Name another with --separator.");
    }

    static int CountFields(ReadOnlySpan<byte> line, byte separator)
    {
        var count = 1;
        var isQuoted = false;
        foreach (var b in line)
        {
            isQuoted ^= b == '"';
            count += b == separator && !isQuoted ? 1 : 0;
        }

        return count;
    }

    static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text) => text.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var length ? text[..length] : text;

    static string Decode(ReadOnlySpan<byte> text, string name, long line) => System.Text.Unicode.Utf8.IsValid(text)
        ? Encoding.UTF8.GetString(text)
        : throw TextFile.NotUtf8(name, line, VisibleText.Of(Encoding.Latin1.GetString(text)));
}
