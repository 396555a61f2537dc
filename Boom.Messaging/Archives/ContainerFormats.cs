using System.Buffers;

namespace Boom.Messaging.Archives;

/// <summary>What a file or an entry of an archive is, by its first bytes: nothing known, a packet, a container, or what is known and not read.</summary>
enum ContainerFormat
{
    Unknown,
    Avro,
    Tar,
    Zip,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    SevenZip,
    Rar,
    Lz4,
    Lzip,
    Compress,
}

/// <summary>Knows containers by their first bytes, as the formats define them; names count only where the bytes say nothing.</summary>
static class ContainerFormats
{
    /// <summary>So many bytes tell every format.</summary>
    public const int HeadBytes = TarHeader.BlockBytes;

    static readonly string[] ArchiveEndings =
        [".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".tbz", ".xz", ".txz", ".zst", ".tzst", ".zip", ".7z", ".rar", ".lz4", ".lz", ".z"];

    static readonly SearchValues<byte> NoText =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(value => (byte)value).Except([(byte)'\t', (byte)'\n', (byte)'\r', (byte)'\f'])]);

    static readonly (byte[] Mark, ContainerFormat Format)[] Read =
    [
        ([.. "Obj\x01"u8], ContainerFormat.Avro),
        ([0x1f, 0x8b], ContainerFormat.Gzip),
        ([0xfd, .. "7zXZ\0"u8], ContainerFormat.Xz),
        ([0x28, 0xb5, 0x2f, 0xfd], ContainerFormat.Zstd),
        ([.. "PK\x03\x04"u8], ContainerFormat.Zip),
        ([.. "PK\x05\x06"u8], ContainerFormat.Zip),
    ];

    static readonly (byte[] Mark, ContainerFormat Format)[] Foreign =
    [
        ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], ContainerFormat.SevenZip),
        ([.. "Rar!\x1a\x07"u8], ContainerFormat.Rar),
        ([0x04, 0x22, 0x4d, 0x18], ContainerFormat.Lz4),
        ([.. "LZIP"u8], ContainerFormat.Lzip),
        ([0x1f, 0x9d], ContainerFormat.Compress),
    ];

    /// <summary>The format of what begins with these bytes, of which there are <see cref="HeadBytes"/>, or fewer when there is no more.</summary>
    public static ContainerFormat Detect(ReadOnlySpan<byte> head)
    {
        if (head.Length > 3 && head.StartsWith("BZh"u8) && head[3] is >= (byte)'1' and <= (byte)'9')
            return ContainerFormat.Bzip2;
        if (Find(head, Read) is var format and not ContainerFormat.Unknown)
            return format;
        return TarHeader.IsHeader(head) ? ContainerFormat.Tar : Find(head, Foreign);
    }

    /// <summary>Whether a container of this format is opened; a packet is none.</summary>
    public static bool IsContainer(ContainerFormat format) => format is >= ContainerFormat.Tar and <= ContainerFormat.Zstd;

    /// <summary>Whether it is known and cannot be read here.</summary>
    public static bool IsForeign(ContainerFormat format) => format >= ContainerFormat.SevenZip;

    /// <summary>Whether it holds one thing, compressed.</summary>
    public static bool IsCompression(ContainerFormat format) => format is >= ContainerFormat.Gzip and <= ContainerFormat.Zstd;

    /// <summary>What a person calls one that is not read here.</summary>
    public static string NameOf(ContainerFormat format) => format switch
    {
        ContainerFormat.SevenZip => "a 7z archive",
        ContainerFormat.Rar => "a rar archive",
        _ => $"compressed by {format.ToString().ToLowerInvariant()}",
    };

    /// <summary>Whether the name promises a packet.</summary>
    public static bool IsPacketName(string name) => name.EndsWith(".avro", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the name promises an archive or something compressed.</summary>
    public static bool IsArchiveName(string name) => Array.Exists(ArchiveEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is text: something for people that lies beside packets.</summary>
    public static bool IsText(ReadOnlySpan<byte> head) => !head.ContainsAny(NoText);

    static ContainerFormat Find(ReadOnlySpan<byte> head, (byte[] Mark, ContainerFormat Format)[] formats)
    {
        foreach (var (mark, format) in formats)
        {
            if (head.StartsWith(mark))
                return format;
        }

        return ContainerFormat.Unknown;
    }
}
