namespace Boom.Catalogs.Text;

/// <content>The bytes that are here, and how more come.</content>
sealed partial class DelimitedReader
{
    /// <summary>Longest row.</summary>
    public const int MostRowBytes = 16 << 20;

    const int FirstBuffer = 1 << 18;

    byte[] _buffer = new byte[FirstBuffer];
    int _start, _end;
    bool _isAtEnd;

    /// <summary>Up to so many bytes that come next; fewer only at the end of the text.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _start < count && Fill())
        {
            // More.
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Passes over bytes that were peeked at.</summary>
    /// <param name="count">How many.</param>
    /// <param name="lines">Line ends among them.</param>
    public void Skip(int count, int lines)
    {
        _start += count;
        NextLine += lines;
    }

    // After bad quotes: the line on which the row began is passed over, and those that the quote seemed to hold are read.
    void SkipLine()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOfAny((byte)'\n', (byte)'\r');
            if (length >= 0 && (_buffer[_start + length] == '\n' || _start + length + 1 < _end || _isAtEnd))
            {
                var after = _start + length + 1;
                _start = after < _end && _buffer[after - 1] == '\r' && _buffer[after] == '\n' ? after + 1 : after;
                break;
            }

            if (_isAtEnd)
            {
                _start = _end;
                break;
            }

            Fill();
        }

        NextLine++;
    }

    bool Fill()
    {
        if (_isAtEnd)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= MostRowBytes)
                throw new CatalogException($"Line {NextLine} of {name} is longer than {MostRowBytes >> 20} MiB: this is no table.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        // Filled whole, as a row that is not all here is split again.
        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _isAtEnd = read < _buffer.Length - _end;
        _end += read;
        return true;
    }
}
