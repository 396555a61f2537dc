using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Boom.Core.Plays;

namespace Boom.Messaging.Archives;

/// <summary>
/// Packets in files, folders and archives (tar and zip, compressed by gzip, bzip2, xz or zstd, also one in the other), read one at a time. What cannot be
/// read is told in <see cref="Problems"/>, one sentence each; everything else is delivered. A file that is no Avro is delivered like any other.
/// </summary>
public sealed class PacketSource : IPacketFeed
{
    /// <summary>
    /// Largest packet that is read, in bytes: what every server on the way takes, also the store, whose documents have at most 16 MiB.
    /// </summary>
    public const int MaxPacketBytes = 15_000_000;

    const string Prefix = "paths:";

    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly string[] _paths;
    readonly List<SourceFile> _files;
    readonly SourceNotes _notes;

    PacketSource(string[] paths, List<SourceFile> files, SourceNotes notes)
    {
        Source = Prefix + JsonSerializer.Serialize(new Identity(paths, Fingerprint(files)), Readable);
        _paths = paths;
        _files = files;
        _notes = notes;
        Count = files.TrueForAll(file => file.HoldsOnePacket) ? files.Count : null;
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    /// <remarks>The number of files, unless one of them is an archive; less if some cannot be read.</remarks>
    public long? Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Problems => _notes.Problems;

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks => _notes.Remarks;

    /// <inheritdoc/>
    public bool IsFixed => false;

    /// <summary>Opens the paths, in the order given; relative ones count from the current folder.</summary>
    /// <exception cref="PacketSourceException">A path does not exist or is no file, or a folder holds no packet.</exception>
    public static PacketSource Open(IReadOnlyList<string> paths)
    {
        if (paths.Any(string.IsNullOrWhiteSpace))
            throw new PacketSourceException("A path is empty: name a file, a folder or an archive.");
        string[] absolute = [.. paths.Select(Path.GetFullPath)];
        var notes = new SourceNotes();
        return new PacketSource(absolute, new PacketListing(notes).Find(absolute), notes);
    }

    /// <summary>
    /// Opens a source noted as text earlier, whatever has become of its files meanwhile; null when the text is not one of this class, or a path leads
    /// nowhere. Whether the files are as they were says <see cref="Source"/>.
    /// </summary>
    public static PacketSource? Reopen(string source)
    {
        try
        {
            return ReadPaths(source) is { Length: > 0 } paths ? Open(paths) : null;
        }
        catch (PacketSourceException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The same paths, whatever is there.</remarks>
    public bool IsOf(string source) => ReadPaths(source) is { } paths && paths.AsSpan().SequenceEqual(_paths);

    /// <inheritdoc/>
    /// <remarks>Files before the first packet are not read, only opened, so that one that cannot be read is counted out again.</remarks>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long first) => Walk(first).Select(found => found.Packet);

    /// <inheritdoc/>
    public string? NameOf(long number) => Walk(number).Select(found => found.Name).FirstOrDefault();

    IEnumerable<(string Name, ReadOnlyMemory<byte> Packet)> Walk(long first)
    {
        var skip = first;
        foreach (var file in _files)
        {
            using var reader = new PacketFileReader(file, _notes);
            while (reader.ReadNext(contents: skip == 0) is { } packet)
            {
                if (skip == 0)
                    yield return (reader.LastName, packet);
                else
                    skip--;
            }
        }
    }

    // Names, sizes and times tell a file that was added, cut off, mended or replaced; contents are not read for it.
    static string Fingerprint(List<SourceFile> files)
    {
        var hash = new XxHash64();
        foreach (var (file, _, _) in files)
        {
            var info = new FileInfo(file);
            hash.Append(Encoding.UTF8.GetBytes(info.Exists ? $"{file}|{info.Length}|{info.LastWriteTimeUtc.Ticks}\n" : $"{file}\n"));
        }

        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }

    static string[]? ReadPaths(string source)
    {
        if (!source.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Identity>(source.AsSpan(Prefix.Length))?.Paths;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record Identity(string[] Paths, string Fingerprint);
}
