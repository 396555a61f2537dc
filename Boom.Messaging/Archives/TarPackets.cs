using System.Formats.Tar;
using System.IO.Compression;

namespace Boom.Messaging.Archives;

/// <summary>The .avro entries of a tar archive, one after the other, in constant memory.</summary>
sealed class TarPackets : IDisposable
{
    readonly string _path;
    readonly Action<string> _tell;
    readonly FileStream? _file;
    readonly TarReader? _reader;
    readonly EndMarkStream? _unmarked;
    string _lastEntry = "";
    long _packets;
    bool _ended;

    /// <summary>Opens the archive; what is wrong with it, now or later, is told in one sentence.</summary>
    public TarPackets(string path, Action<string> tell)
    {
        _path = path;
        _tell = tell;
        try
        {
            _file = File.OpenRead(path);
            if (PacketListing.KindOf(path) == PacketFileKind.CompressedTar)
                _unmarked = new EndMarkStream(new BufferedStream(new GZipStream(_file, CompressionMode.Decompress), 128 << 10));
            _reader = new TarReader((Stream?)_unmarked ?? _file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _ended = true;
            tell($"The archive {path} cannot be read: {fault.Message}");
        }
    }

    /// <summary>Name in the archive of the packet read last.</summary>
    public string LastEntry => _lastEntry;

    /// <summary>The next packet; false at the end of the archive or of what can be read of it.</summary>
    /// <param name="contents">False to pass over it: the packet is then empty.</param>
    /// <param name="packet">The packet.</param>
    public bool TryReadNext(bool contents, out ReadOnlyMemory<byte> packet)
    {
        packet = default;
        if (_ended)
            return false;
        try
        {
            while (NextEntry() is { } entry)
            {
                if (!IsPacket(entry))
                    continue;
                _lastEntry = entry.Name;
                if (entry.Length > PacketSource.MaxPacketBytes)
                {
                    _tell($"The archive {_path} holds {entry.Name} of {entry.Length} bytes; a packet has at most {PacketSource.MaxPacketBytes}.");
                    continue;
                }

                packet = ReadContents(entry);
                if (!contents)
                    packet = default;
                _packets++;
                return true;
            }

            _ended = true;
            if (_packets == 0)
                _tell($"The archive {_path} holds no .avro file.");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            _ended = true;
            var where = _lastEntry.Length == 0 ? "at its beginning" : $"in or after {_lastEntry}";
            _tell($"The archive {_path} is damaged or cut off {where}, at byte {_file!.Position}: {_packets} whole packets were read from it.");
        }

        return false;
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _file?.Dispose();
    }

    TarEntry? NextEntry()
    {
        if (_unmarked is not null)
            _unmarked.IsBetweenEntries = true;
        var entry = _reader!.GetNextEntry();
        if (_unmarked is not null)
            _unmarked.IsBetweenEntries = false;
        return entry;
    }

    static bool IsPacket(TarEntry entry) =>
        entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
        && entry.Name.EndsWith(".avro", StringComparison.OrdinalIgnoreCase);

    // A packet that is passed over is read as well: a cut-off one must not be counted.
    static byte[] ReadContents(TarEntry entry)
    {
        var packet = new byte[entry.Length];
        entry.DataStream?.ReadExactly(packet);
        return packet;
    }
}
