namespace Boom.Catalogs.Text;

/// <summary>What came of reading a row of text.</summary>
enum DelimitedRead
{
    /// <summary>A row.</summary>
    Row,

    /// <summary>A line whose quotes do not end as they should.</summary>
    BadQuotes,

    /// <summary>There is none.</summary>
    End,
}

/// <summary>
/// Splits text into rows and fields, as bytes of UTF-8 (or of any code in which the bytes of ASCII stand for themselves). A quote counts only where a field
/// begins, so that <c>12"</c> is a text; a quoted field may hold separators, doubled quotes and line ends. Lines end with LF, CR LF or CR; empty ones are
/// passed over. Blanks around a field are not part of it; as a separator, a run of them is one.
/// </summary>
/// <param name="stream">The text.</param>
/// <param name="name">Its name, for faults.</param>
sealed partial class DelimitedReader(Stream stream, string name)
{
    // A quote that is never closed must not swallow the file.
    const int MostQuotedLines = 1 << 16;
    const int MostFields = 1 << 15;

    byte[] _scratch = [];
    Field[] _fields = new Field[64];

    /// <summary>Separator of fields.</summary>
    public byte Separator { get; set; } = (byte)',';

    /// <summary>Fields of the row.</summary>
    public int Count { get; private set; }

    /// <summary>Line on which the row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Line that comes next.</summary>
    public long NextLine { get; private set; } = 1;

    /// <summary>A field of the row, without blanks and quotes around it; until the next row or the next call for a field with doubled quotes.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ref readonly var field = ref _fields[index];
            var text = _buffer.AsSpan(field.From, field.Length);
            return field.HasDoubled ? Undouble(text) : text;
        }
    }

    /// <summary>Reads the next row.</summary>
    /// <exception cref="CatalogException">A row is too long.</exception>
    public DelimitedRead Read()
    {
        while (true)
        {
            Line = NextLine;
            var outcome = Split(out var next, out var lines);
            if (outcome == Outcome.NeedsMore)
            {
                if (!Fill())
                    throw new InvalidOperationException("The end of the text was not seen.");
                continue;
            }

            _start = next;
            NextLine += lines;
            switch (outcome)
            {
                case Outcome.End:
                    return DelimitedRead.End;
                case Outcome.BadQuotes:
                    SkipLine();
                    return DelimitedRead.BadQuotes;
                case Outcome.Row when Count == 1 && _fields[0] is { Length: 0, IsQuoted: false }:
                    continue;
                default:
                    return DelimitedRead.Row;
            }
        }
    }

    enum Outcome
    {
        Row,
        BadQuotes,
        NeedsMore,
        End,
    }

    Outcome Split(out int next, out int lines)
    {
        var (at, end, separator) = (_start, _end, Separator);
        var buffer = _buffer;
        (next, lines, Count) = (at, 0, 0);
        if (separator == ' ')
            at = AfterBlanks(at);
        if (at == end)
            return _isAtEnd ? Outcome.End : Outcome.NeedsMore;
        while (true)
        {
            if (at < end && buffer[at] is (byte)'"' or (byte)' ' && QuoteAt(at) is >= 0 and var quote)
            {
                var quoted = SplitQuoted(quote + 1, ref at, ref lines);
                if (quoted == Outcome.BadQuotes)
                {
                    (next, lines) = (_start, 0);
                    return Outcome.BadQuotes;
                }

                if (quoted == Outcome.NeedsMore)
                    return Outcome.NeedsMore;
            }
            else
            {
                var length = buffer.AsSpan(at, end - at).IndexOfAny(separator, (byte)'\n', (byte)'\r');
                if (length < 0)
                {
                    if (!_isAtEnd)
                        return Outcome.NeedsMore;
                    length = end - at;
                }

                Add(at, length);
                at += length;
            }

            if (at < end && buffer[at] == separator)
            {
                at = separator == ' ' ? AfterBlanks(at) : at + 1;
                if (separator != ' ' || (at < end && buffer[at] is not ((byte)'\n' or (byte)'\r')))
                    continue;
                if (at == end && !_isAtEnd)
                    return Outcome.NeedsMore;
            }

            // A line end, or the end of the text. Of CR LF both bytes must be here.
            if (at < end && buffer[at] == '\r')
            {
                if (at + 1 == end && !_isAtEnd)
                    return Outcome.NeedsMore;
                if (at + 1 < end && buffer[at + 1] == '\n')
                    at++;
            }

            next = Math.Min(at + 1, end);
            lines++;
            return Outcome.Row;
        }
    }

    int AfterBlanks(int at)
    {
        while (at < _end && _buffer[at] == ' ')
            at++;
        return at;
    }

    // Where the quote is that begins a field; -1 when none does.
    int QuoteAt(int at)
    {
        while (at < _end && _buffer[at] == ' ' && Separator != ' ')
            at++;
        return at < _end && _buffer[at] == '"' ? at : -1;
    }

    Outcome SplitQuoted(int from, ref int at, ref int lines)
    {
        var hasDoubled = false;
        var breaks = 0;
        for (var i = from; ; i++)
        {
            var step = _buffer.AsSpan(i, _end - i).IndexOfAny((byte)'"', (byte)'\n', (byte)'\r');
            if (step < 0)
                return _isAtEnd || (breaks > 0 && _end - from > MostQuotedLines) ? Outcome.BadQuotes : Outcome.NeedsMore;
            i += step;
            if (_buffer[i] != '"')
            {
                // Of CR LF the LF counts, as does CR alone.
                if (_buffer[i] == '\r' && i + 1 == _end && !_isAtEnd)
                    return Outcome.NeedsMore;
                if (_buffer[i] == '\n' || i + 1 == _end || _buffer[i + 1] != '\n')
                    breaks++;
                if (i - from > MostQuotedLines)
                    return Outcome.BadQuotes;
                continue;
            }

            if (i + 1 == _end && !_isAtEnd)
                return Outcome.NeedsMore;
            if (i + 1 < _end && _buffer[i + 1] == '"')
            {
                hasDoubled = true;
                i++;
                continue;
            }

            var after = i + 1;
            while (after < _end && _buffer[after] == ' ' && Separator != ' ')
                after++;
            if (after == _end && !_isAtEnd)
                return Outcome.NeedsMore;
            if (after < _end && _buffer[after] != Separator && _buffer[after] is not ((byte)'\n' or (byte)'\r'))
                return Outcome.BadQuotes;
            Append(new Field(from, i - from, IsQuoted: true, hasDoubled));
            at = after;
            lines += breaks;
            return Outcome.Row;
        }
    }

    void Add(int from, int length)
    {
        // A tab is a blank where it separates nothing.
        while (length > 0 && _buffer[from] is (byte)' ' or (byte)'\t')
        {
            from++;
            length--;
        }

        while (length > 0 && _buffer[from + length - 1] is (byte)' ' or (byte)'\t')
            length--;
        Append(new Field(from, length, IsQuoted: false, HasDoubled: false));
    }

    void Append(Field field)
    {
        if (Count == _fields.Length)
        {
            if (Count == MostFields)
                throw new CatalogException($"Line {Line} of {name} has more than {MostFields} fields: this is no table.");
            Array.Resize(ref _fields, 2 * Count);
        }

        _fields[Count++] = field;
    }

    ReadOnlySpan<byte> Undouble(ReadOnlySpan<byte> text)
    {
        if (_scratch.Length < text.Length)
            _scratch = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            _scratch[length++] = text[i];
            if (text[i] == '"')
                i++;
        }

        return _scratch.AsSpan(0, length);
    }

    readonly record struct Field(int From, int Length, bool IsQuoted, bool HasDoubled);
}
