using System.IO.Hashing;
using Boom.Core.Text;

namespace Boom.Messaging.Archives;

/// <summary>
/// The packets of one file, whatever containers they lie in, one after the other and in bounded memory. What cannot be read is told; the rest is read.
/// </summary>
sealed class PacketFileReader(SourceFile file, SourceNotes notes) : IDisposable
{
    /// <summary>So many containers may lie one in the other.</summary>
    const int MaxDepth = 6;

    readonly Stack<ContainerLevel> _levels = [];
    FileStream? _stream;
    long _length;
    string _lastEntry = "";
    long _packets;
    bool _begun;
    bool _toldFault;

    /// <summary>Where the packet read last lies: the file, and its entry when it is an archive.</summary>
    public string LastName => _lastEntry.Length == 0 ? file.Path : $"{file.Path}, entry {_lastEntry}";

    /// <summary>The next packet; null at the end of the file or of what can be read of it.</summary>
    /// <param name="contents">False to pass over it: the packet is then empty.</param>
    public ReadOnlyMemory<byte>? ReadNext(bool contents)
    {
        if (!_begun)
        {
            _begun = true;
            if (Begin(contents) is { } only)
                return only;
        }

        while (_levels.TryPeek(out var level))
        {
            try
            {
                if (level.Reader.ReadNext() is not { } entry)
                {
                    End(level);
                    continue;
                }

                _toldFault = false;
                if (Take(level, entry, contents) is { } packet)
                    return packet;
            }
            catch (Exception fault) when (fault is IOException or InvalidDataException)
            {
                TellFault(fault);
                // An entry of a zip can be read whatever the others are like.
                if (level.Reader is not ZipContainer || !_levels.Contains(level))
                    Close(level);
            }
        }

        return null;
    }

    public void Dispose()
    {
        Close(null);
        _stream?.Dispose();
    }

    ReadOnlyMemory<byte>? Begin(bool contents)
    {
        try
        {
            _stream = File.OpenRead(file.Path);
            _length = _stream.Length;
            if (_length > 0)
                return Consider(file.Path, new ContainerEntry("", _stream, Length: _length), file.IsNamed, contents);
            notes.Tell($"The file {file.Path} cannot be read: it is empty.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            notes.Tell($"The file {file.Path} cannot be read: {fault.Message}");
        }

        return null;
    }

    ReadOnlyMemory<byte>? Take(ContainerLevel level, ContainerEntry entry, bool contents)
    {
        if (level.IsCompression)
            return Consider(level.InnerName, entry, level.IsNamed, contents);
        _lastEntry = level.Prefix.Length == 0 ? entry.Name : $"{level.Prefix}, entry {entry.Name}";
        if (entry.Problem is null)
            return Consider(entry.Name, entry, isNamed: false, contents);
        TellOf(SentenceText.End($"{entry.Problem}."));
        return null;
    }

    /// <summary>Reads a packet, opens a container, or says why not.</summary>
    ReadOnlyMemory<byte>? Consider(string name, ContainerEntry entry, bool isNamed, bool contents)
    {
        var peeked = new PeekedStream(entry.Contents!);
        var format = ContainerFormats.Detect(peeked.Head);
        var isPacket = format == ContainerFormat.Avro || ContainerFormats.IsPacketName(name)
            || (isNamed && format == ContainerFormat.Unknown && !ContainerFormats.IsArchiveName(name));
        if (ContainerFormats.IsContainer(format))
            Open(name, format, entry.Contents!, peeked, isNamed);
        else if (peeked.Head.Length == 0)
            Empty(name);
        else if (isPacket)
            // Not null alone, which would be an empty packet.
            return ReadPacket(entry, peeked, contents) is { } packet ? Complete(packet) : default(ReadOnlyMemory<byte>?);
        else if (TakeSchema(name, peeked))
            return null;
        else if (PacketFiles.Refuse(name, LastName, Described, format, peeked.Head, notes))
            MarkTold();
        return null;
    }

    // Of the archive that it lies in, and of nothing else.
    bool TakeSchema(string name, PeekedStream contents)
    {
        if (!_levels.TryPeek(out var level) || level.IsCompression || Path.GetFileName(name) != BareRecords.SchemaName)
            return false;
        var text = new byte[BareRecords.MostSchemaBytes];
        var length = contents.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        level.Records = length < text.Length ? BareRecords.Of(text.AsMemory(0, length)) : null;
        return level.Records is not null;
    }

    ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> packet) =>
        packet.Length > 0 && _levels.TryPeek(out var level) && level.Records is { } records && BareRecords.AreBare(packet.Span)
            ? records.ToContainer(packet.Span)
            : packet;

    void TellOf(string problem)
    {
        MarkTold();
        notes.Tell($"{Described} {problem}");
    }

    void MarkTold()
    {
        foreach (var level in _levels)
            level.HasTold = true;
    }

    string Described => _lastEntry.Length == 0 ? $"The file {file.Path}" : $"The archive {file.Path} holds {_lastEntry}, which";

    void Empty(string name)
    {
        if (ContainerFormats.IsPacketName(name) || ContainerFormats.IsArchiveName(name) || _lastEntry.Length == 0)
            notes.Tell($"{Described} is empty.");
        else
            notes.PassOver(LastName);
    }

    void Open(string name, ContainerFormat format, Stream contents, PeekedStream peeked, bool isNamed)
    {
        if (_levels.Count == MaxDepth)
        {
            notes.Tell($"{Described} lies in more than {MaxDepth} containers, one in the other: unpack the outer ones.");
            return;
        }

        try
        {
            var reader = CreateReader(format, contents, peeked);
            _levels.Push(new ContainerLevel(reader, _lastEntry, Path.GetFileNameWithoutExtension(name), ContainerFormats.IsCompression(format), isNamed));
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            TellFault(fault);
        }
    }

    IContainerReader CreateReader(ContainerFormat format, Stream contents, PeekedStream peeked)
    {
        if (ContainerFormats.IsCompression(format))
            return new CompressedContainer(format, peeked);

        // A file can seek, which what was peeked at cannot: entries are passed over without being read.
        Stream whole = peeked;
        if (ReferenceEquals(contents, _stream))
        {
            _stream!.Position = 0;
            whole = _stream;
        }

        return format == ContainerFormat.Tar ? new TarContainer(whole) : new ZipContainer(whole);
    }

    ReadOnlyMemory<byte>? ReadPacket(ContainerEntry entry, PeekedStream peeked, bool contents)
    {
        if (entry.Length > PacketSource.MaxPacketBytes)
        {
            TellTooLarge($"has {entry.Length} bytes");
            return null;
        }

        // Of a file the length says that it is whole; anything else is whole only when it could be read.
        byte[]? whole = [];
        if (contents || !ReferenceEquals(entry.Contents, _stream))
        {
            whole = ReadToEnd(peeked, entry.Length ?? 0);
            if (whole is null || !IsWhole(entry, whole))
                return null;
        }

        _packets++;
        foreach (var level in _levels)
            level.Packets++;
        return contents ? whole : ReadOnlyMemory<byte>.Empty;
    }

    byte[]? ReadToEnd(PeekedStream stream, long expected)
    {
        var whole = new byte[expected > 0 ? expected : 64 << 10];
        var count = 0;
        while (true)
        {
            count += stream.ReadAtLeast(whole.AsSpan(count), whole.Length - count, throwOnEndOfStream: false);
            if (count < whole.Length)
                break;
            var next = stream.ReadByte();
            if (next < 0)
                break;
            if (count == PacketSource.MaxPacketBytes)
            {
                TellTooLarge("has more bytes than that");
                return null;
            }

            Array.Resize(ref whole, (int)Math.Min(PacketSource.MaxPacketBytes, whole.Length * 2L));
            whole[count++] = (byte)next;
        }

        Array.Resize(ref whole, count);
        return whole;
    }

    bool IsWhole(ContainerEntry entry, byte[] packet)
    {
        if (ReferenceEquals(entry.Contents, _stream) && packet.Length < _length)
            notes.Tell($"The file {file.Path} became shorter while it was read, from {_length} to {packet.Length} bytes.");
        else if (entry.Crc32 is { } crc && crc != Crc32.HashToUInt32(packet))
            notes.Tell($"The archive {file.Path} holds {_lastEntry}, which is damaged: it does not have the checksum that the archive says.");
        else
            return true;
        return false;
    }

    void TellTooLarge(string size) => TellOf($"is too large: a packet has at most {PacketSource.MaxPacketBytes} bytes, and it {size}.");

    void End(ContainerLevel level)
    {
        if (level is { IsCompression: false, Packets: 0, HasTold: false })
            notes.Tell($"The archive {(level.Prefix.Length == 0 ? file.Path : $"{file.Path}, entry {level.Prefix},")} holds no packets.");
        Close(level);
    }

    /// <summary>Closes a container and all that was opened inside it; null for all there are.</summary>
    void Close(ContainerLevel? level)
    {
        while (_levels.TryPop(out var top))
        {
            top.Reader.Dispose();
            if (top == level)
                return;
        }
    }

    void TellFault(Exception fault)
    {
        MarkTold();
        // The container around a damaged one fails at the same byte.
        if (_toldFault)
            return;
        _toldFault = true;
        notes.Tell(Describe(fault));
    }

    string Describe(Exception fault)
    {
        var name = $"The {(_levels.Count == 0 ? "file" : "archive")} {file.Path}";
        var read = _levels.Count == 0 ? "" : $": {_packets} whole {(_packets == 1 ? "packet was" : "packets were")} read from it";
        var where = _lastEntry.Length == 0 ? "at its beginning" : $"in or after {_lastEntry}";
        var cause = fault.Message.TrimEnd('.');
        if (_stream is not { CanRead: true })
            return $"{name} cannot be read {where} ({cause}){read}.";
        if (_stream.Length < _length)
            return $"{name} became shorter while it was read, from {_length} to {_stream.Length} bytes{read}.";
        return fault is EndOfStreamException || _stream.Position >= _length
            ? $"{name} is cut off {where}, at byte {_stream.Position}{read}."
            : $"{name} is damaged {where}, at byte {_stream.Position} ({cause}){read}.";
    }
}
