using System.Xml;

namespace Boom.Catalogs.VoTable;

/// <summary>The bytes of a STREAM in base64.</summary>
sealed class VoStream(XmlReader reader, string name)
{
    const int MostValueBytes = 16 << 20;

    byte[] _buffer = new byte[1 << 16];
    int _start, _end;
    bool _isAtEnd;

    /// <summary>Whether there are no more bytes.</summary>
    public bool IsAtEnd => !Has(1);

    /// <summary>The next bytes; until the next call.</summary>
    public ReadOnlySpan<byte> Take(long count)
    {
        if (count > MostValueBytes)
            throw new CatalogException($"{name}: a value has {count} bytes: the file is damaged.");
        if (!Has((int)count))
            throw new CatalogException($"{name}: its binary rows end within a row: the file is damaged or cut short.");
        var bytes = _buffer.AsSpan(_start, (int)count);
        _start += (int)count;
        return bytes;
    }

    bool Has(int count)
    {
        while (_end - _start < count && !_isAtEnd)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            if (_buffer.Length < count)
                Array.Resize(ref _buffer, Math.Max(count, 2 * _buffer.Length));
            var read = reader.ReadElementContentAsBase64(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _isAtEnd = read == 0;
        }

        return _end - _start >= count;
    }
}
