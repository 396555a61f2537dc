using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Boom.Core.Pipeline;

namespace Boom.Messaging.Archives;

/// <summary>
/// Packets in files, folders and archives (.tar, .tar.gz, .tgz, .gz), read one at a time. What cannot be read is told in
/// <see cref="Problems"/>, one sentence each; everything else is delivered. A file that is no Avro is delivered like any other.
/// </summary>
public sealed class PacketSource : IPacketFeed
{
    /// <summary>Largest packet that is read, in bytes.</summary>
    public const int MaxPacketBytes = 64 << 20;

    const string Prefix = "paths:";

    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly List<string> _files;
    readonly List<string> _problems = [];

    PacketSource(string[] paths, List<string> files)
    {
        Source = Prefix + JsonSerializer.Serialize(new Identity(paths, Fingerprint(files)), Readable);
        _files = files;
        Count = files.TrueForAll(file => PacketListing.KindOf(file) is PacketFileKind.Packet or PacketFileKind.CompressedPacket)
            ? files.Count
            : null;
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    /// <remarks>The number of files, unless one of them is an archive; less if some cannot be read.</remarks>
    public long? Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Opens the paths, in the order given; relative ones count from the current folder.</summary>
    /// <exception cref="PacketSourceException">A path does not exist, or a folder holds no packet.</exception>
    public static PacketSource Open(IReadOnlyList<string> paths)
    {
        var absolute = new string[paths.Count];
        for (var i = 0; i < absolute.Length; i++)
            absolute[i] = Path.GetFullPath(paths[i]);
        return new PacketSource(absolute, PacketListing.Find(absolute));
    }

    /// <summary>
    /// Opens a source noted as text earlier; null when the text is not one of this class, or when its files are no longer there as
    /// they were: a packet's number would mean another packet.
    /// </summary>
    public static PacketSource? Reopen(string source)
    {
        if (!source.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        try
        {
            var identity = JsonSerializer.Deserialize<Identity>(source.AsSpan(Prefix.Length));
            return identity?.Paths is { Length: > 0 } paths && Open(paths) is var found && found.Source == source ? found : null;
        }
        catch (Exception fault) when (fault is JsonException or PacketSourceException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Files before the first packet are not read, only opened, so that one that cannot be read is counted out again.</remarks>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
    {
        foreach (var (_, packet) in Walk(first))
            yield return packet;
    }

    /// <summary>The file, or archive and entry, of a packet by its number; null when there is no such packet.</summary>
    public string? NameOf(long number)
    {
        foreach (var (name, _) in Walk(number))
            return name;
        return null;
    }

    IEnumerable<(string Name, ReadOnlyMemory<byte> Packet)> Walk(long first)
    {
        var skip = first;
        foreach (var file in _files)
        {
            if (PacketListing.KindOf(file) is PacketFileKind.Packet or PacketFileKind.CompressedPacket)
            {
                if (ReadFile(file, contents: skip == 0) is not { } packet)
                    continue;
                if (skip == 0)
                    yield return (file, packet);
                else
                    skip--;
                continue;
            }

            using var archive = new TarPackets(file, Tell);
            while (archive.TryReadNext(contents: skip == 0, out var entry))
            {
                if (skip == 0)
                    yield return ($"{file}, entry {archive.LastEntry}", entry);
                else
                    skip--;
            }
        }
    }

    // Names, sizes and times tell a file that was added, cut off, mended or replaced; contents are not read for it.
    static string Fingerprint(List<string> files)
    {
        var hash = new XxHash64();
        foreach (var file in files)
        {
            var info = new FileInfo(file);
            var line = info.Exists ? $"{file}|{info.Length}|{info.LastWriteTimeUtc.Ticks}\n" : $"{file}\n";
            hash.Append(Encoding.UTF8.GetBytes(line));
        }

        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }

    byte[]? ReadFile(string file, bool contents)
    {
        try
        {
            return PacketFile.Read(file, contents);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Tell($"The file {file} cannot be read: {fault.Message}");
            return null;
        }
    }

    void Tell(string problem)
    {
        if (!_problems.Contains(problem))
            _problems.Add(problem);
    }

    sealed record Identity(string[] Paths, string Fingerprint);
}
