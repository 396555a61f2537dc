namespace Boom.Messaging.Archives;

/// <summary>Knows containers by their first bytes, as the formats define them; names count only where the bytes say nothing.</summary>
static class ContainerFormats
{
    /// <summary>So many bytes tell every format.</summary>
    public const int HeadBytes = TarHeader.BlockBytes;

    static readonly string[] ArchiveEndings =
        [".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".tbz", ".xz", ".txz", ".zst", ".tzst", ".zip", ".7z", ".rar", ".lz4", ".lz", ".z"];

    static ReadOnlySpan<byte> GzipMark => [0x1f, 0x8b];

    static ReadOnlySpan<byte> XzMark => [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    static ReadOnlySpan<byte> ZstdMark => [0x28, 0xb5, 0x2f, 0xfd];

    static ReadOnlySpan<byte> SevenZipMark => [(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c];

    static ReadOnlySpan<byte> Lz4Mark => [0x04, 0x22, 0x4d, 0x18];

    static ReadOnlySpan<byte> CompressMark => [0x1f, 0x9d];

    /// <summary>The format of what begins with these bytes, of which there are <see cref="HeadBytes"/>, or fewer when there is no more.</summary>
    public static ContainerFormat Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("Obj\x01"u8))
            return ContainerFormat.Avro;
        if (head.StartsWith(GzipMark))
            return ContainerFormat.Gzip;
        if (head.Length > 3 && head.StartsWith("BZh"u8) && head[3] is >= (byte)'1' and <= (byte)'9')
            return ContainerFormat.Bzip2;
        if (head.StartsWith(XzMark))
            return ContainerFormat.Xz;
        if (head.StartsWith(ZstdMark))
            return ContainerFormat.Zstd;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
            return ContainerFormat.Zip;
        return TarHeader.IsHeader(head) ? ContainerFormat.Tar : DetectForeign(head);
    }

    /// <summary>Whether a container of this format is opened; a packet is none.</summary>
    public static bool IsContainer(ContainerFormat format) => format is >= ContainerFormat.Tar and <= ContainerFormat.Zstd;

    /// <summary>Whether it is known and cannot be read here.</summary>
    public static bool IsForeign(ContainerFormat format) => format >= ContainerFormat.SevenZip;

    /// <summary>Whether it holds one thing, compressed.</summary>
    public static bool IsCompression(ContainerFormat format) => format is >= ContainerFormat.Gzip and <= ContainerFormat.Zstd;

    /// <summary>What a person calls it.</summary>
    public static string NameOf(ContainerFormat format) => format switch
    {
        ContainerFormat.SevenZip => "a 7z archive",
        ContainerFormat.Rar => "a rar archive",
        ContainerFormat.Lz4 => "compressed by lz4",
        ContainerFormat.Lzip => "compressed by lzip",
        ContainerFormat.Compress => "compressed by compress",
        _ => format.ToString(),
    };

    /// <summary>Whether the name promises a packet.</summary>
    public static bool IsPacketName(string name) => name.EndsWith(".avro", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the name promises an archive or something compressed.</summary>
    public static bool IsArchiveName(string name) =>
        Array.Exists(ArchiveEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is text: something for people that lies beside packets.</summary>
    public static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (var value in head)
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
                return false;
        }

        return true;
    }

    static ContainerFormat DetectForeign(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(SevenZipMark))
            return ContainerFormat.SevenZip;
        if (head.StartsWith("Rar!\x1a\x07"u8))
            return ContainerFormat.Rar;
        if (head.StartsWith(Lz4Mark))
            return ContainerFormat.Lz4;
        if (head.StartsWith("LZIP"u8))
            return ContainerFormat.Lzip;
        return head.StartsWith(CompressMark) ? ContainerFormat.Compress : ContainerFormat.Unknown;
    }
}
