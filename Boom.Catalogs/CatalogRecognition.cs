namespace Boom.Catalogs;

/// <summary>Tells the kind of a file by what it begins with; of text by its name too.</summary>
static class CatalogRecognition
{
    const int HeadBytes = 1 << 16;

    static readonly string[] OtherNames = [".md", ".txt~", ".json", ".html", ".pdf", ".png", ".yaml", ".yml"];

    /// <summary>The kind of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name, for faults.</param>
    /// <exception cref="CatalogException">It is of no kind that Boom reads, or cannot be read.</exception>
    public static CatalogKind KindOf(string path, string name)
    {
        using var input = CatalogInput.Open(path);
        var head = new byte[HeadBytes];
        int length;
        try
        {
            length = input.Content.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw CatalogFaults.OfStream(name, "its beginning", input.IsGzip, fault);
        }

        return KindOf(head.AsSpan(0, length), path, name, input.IsGzip);
    }

    static CatalogKind KindOf(ReadOnlySpan<byte> head, string path, string name, bool isGzip)
    {
        if (head.IsEmpty)
            throw new CatalogException($"{name} is empty.");
        if (head.StartsWith("PAR1"u8))
            return isGzip ? throw new CatalogException($"{name} is a gzipped Parquet file: unpack it first.") : CatalogKind.Parquet;
        if (head.StartsWith("SIMPLE  ="u8))
            return CatalogKind.Fits;
        if (IsWebPage(head))
            throw new CatalogException($"{name} is a web page and no table: the download may have been refused, see what the page says.");
        if (IsXml(head))
            return head.IndexOf("VOTABLE"u8) >= 0 || head.IndexOf("<!DOCTYPE"u8) >= 0 ? CatalogKind.VoTable : throw new CatalogException($"{name} is XML, but no VOTable.");
        if (head[0] is (byte)'{' or (byte)'[' && NameIs(path, ".json"))
            throw new CatalogException($"{name} is JSON, which is no table: convert it to CSV or Parquet.");
        if (Other(head) is { } other)
            throw new CatalogException($"{name} is {other}, which Boom does not read as a catalogue: unpack or convert it first.");
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || !HasControls(head))
            return CatalogKind.Text;
        throw new CatalogException(
            $"{name} is of no kind that is recognised: it is not text, and begins as none of FITS, Parquet and VOTable files does. CSV, TSV, ECSV, FITS, Parquet and VOTable can be brought in.");
    }

    static string? Other(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive",
        [(byte)'B', (byte)'Z', (byte)'h', ..] => "packed with bzip2",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "packed with xz",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "packed with zstd",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "HDF5",
        [(byte)'O', (byte)'b', (byte)'j', 1, ..] => "Avro",
        _ => head.Length > 262 && head.Slice(257, 5).SequenceEqual("ustar"u8) ? "a tar archive" : null,
    };

    /// <summary>Whether a file of a folder is left aside: hidden ones, and what goes with a catalogue without being of it.</summary>
    public static bool IsAside(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith('.') || name.StartsWith('_') || name.StartsWith("README", StringComparison.OrdinalIgnoreCase) || Array.Exists(OtherNames, ending => NameIs(path, ending));
    }

    static bool IsXml(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8))
            head = head[3..];
        head = head.TrimStart(" \t\r\n"u8);
        return head.StartsWith("<?xml"u8) || head.StartsWith("<VOTABLE"u8) || head.StartsWith("<!"u8);
    }

    // A download that was refused is mostly a page that says so.
    static bool IsWebPage(ReadOnlySpan<byte> head)
    {
        var start = System.Text.Encoding.ASCII.GetString(head.TrimStart(" \t\r\n"u8)[..Math.Min(64, head.TrimStart(" \t\r\n"u8).Length)]);
        return start.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    // Bytes that no text has.
    static bool HasControls(ReadOnlySpan<byte> head)
    {
        foreach (var b in head)
        {
            if (b < 9 || b is > 13 and < 32 or 127)
                return true;
        }

        return false;
    }

    static bool NameIs(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
