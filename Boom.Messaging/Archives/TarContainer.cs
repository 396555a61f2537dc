using System.Globalization;

namespace Boom.Messaging.Archives;

/// <summary>
/// Reads tar archives (v7, ustar, pax, GNU) from a stream that need not seek. The end marks may lack, as in some of the surveys' archives, and archives
/// may follow one another. What is no plain file is named or passed over; it never ends the reading.
/// </summary>
sealed class TarContainer(Stream stream) : IContainerReader
{
    // A name or a list of attributes; nobody's is longer.
    const int MaxExtensionBytes = 1 << 20;

    const int SparseMapGoesOnAt = 504;

    readonly byte[] _block = new byte[TarHeader.BlockBytes];
    TarContents? _contents;
    string? _longName;
    long? _longSize;
    bool _sparse;

    public ContainerEntry? ReadNext()
    {
        _contents?.Skip();
        _contents = null;
        while (ReadBlock())
        {
            if (_block.AsSpan().IndexOfAnyExcept((byte)0) < 0)
                continue;
            var header = TarHeader.Read(_block);
            if (Extend(header))
                continue;
            var name = _longName ?? header.Name;
            var (size, sparse) = (_longSize ?? header.Size, _sparse);
            (_longName, _longSize, _sparse) = (null, null, false);
            if (header.Type == 'S')
                SkipSparseMap(header);
            if (HasContents(header.Type))
                _contents = new TarContents(stream, size);
            if (Describe(header.Type, sparse, name) is { } entry)
                return entry;
            _contents?.Skip();
            _contents = null;
        }

        return null;
    }

    public void Dispose() => stream.Dispose();

    ContainerEntry? Describe(char type, bool sparse, string name)
    {
        if (type == 'S' || sparse)
            return new ContainerEntry(name, null, "is a sparse file and is not read: pack it without 'tar --sparse'");
        return type switch
        {
            '0' or '\0' or '7' => name.EndsWith('/') ? null : new ContainerEntry(name, _contents, Length: _contents!.Length),
            'M' => new ContainerEntry(name, null, "goes on from another volume: join the volumes to one archive"),
            // Folders, labels, attributes; links lead to what is elsewhere.
            '1' or '2' or '5' or 'D' or 'V' or 'g' or 'A' or 'X' => null,
            _ => new ContainerEntry(name, null, $"is no plain file (type '{(char.IsAsciiLetterOrDigit(type) ? type : '?')}')"),
        };
    }

    static bool HasContents(char type) => type is not ('1' or '2' or '3' or '4' or '5' or '6' or 'V');

    /// <summary>Takes in what is said of the entry after it: a long name, a size, that it is sparse.</summary>
    bool Extend(in TarHeader header)
    {
        if (header.Type is not ('L' or 'K' or 'x'))
            return false;
        if (header.Size > MaxExtensionBytes)
            throw new InvalidDataException("it has a name or attributes of more than a megabyte.");
        var contents = new TarContents(stream, header.Size);
        var text = new byte[header.Size];
        contents.ReadExactly(text);
        contents.Skip();
        if (header.Type == 'L')
            _longName = TarHeader.ReadText(text);
        else if (header.Type == 'x')
            ReadAttributes(text);
        return true;
    }

    // Records of "length key=value\n"; the length counts itself.
    void ReadAttributes(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var blank = records.IndexOf((byte)' ');
            if (blank < 1 || !int.TryParse(records[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= blank + 1 || length > records.Length)
            {
                throw new InvalidDataException("the attributes of an entry are malformed.");
            }

            var record = records[(blank + 1)..(length - 1)];
            records = records[length..];
            var equals = record.IndexOf((byte)'=');
            if (equals > 0)
                TakeAttribute(record[..equals], record[(equals + 1)..]);
        }
    }

    void TakeAttribute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8) || key.SequenceEqual("GNU.sparse.name"u8))
            _longName = TarHeader.ReadText(value);
        else if (key.SequenceEqual("size"u8) && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            _longSize = size;
        _sparse |= key.StartsWith("GNU.sparse."u8);
    }

    void SkipSparseMap(in TarHeader header)
    {
        for (var goesOn = header.SparseGoesOn; goesOn; goesOn = _block[SparseMapGoesOnAt] == 1)
        {
            if (!ReadBlock())
                throw new EndOfStreamException();
        }
    }

    bool ReadBlock()
    {
        var read = stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        return read == 0 || read == _block.Length ? read > 0 : throw new EndOfStreamException();
    }
}
