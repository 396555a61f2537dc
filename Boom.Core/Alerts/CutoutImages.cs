using System.Buffers.Binary;
using Boom.Core.Bson;
using ZstdSharp;

namespace Boom.Core.Alerts;

/// <summary>
/// How images are kept in a cutouts document. An uncompressed FITS file is stored as one zstd frame, binary subtype 0x80, when that is smaller; any other
/// image as it came, subtype 0. A frame is known by its first bytes, as not every server keeps subtypes, so an image that begins with them is put into
/// a frame of its own. Whoever reads a document by way of a store gets the bytes that came, subtype 0.
/// </summary>
public static class CutoutImages
{
    /// <summary>Binary subtype of an image that is one zstd frame with its content size: the first that BSON leaves to its users.</summary>
    public const byte CompressedSubtype = 0x80;

    /// <summary>The largest image that is compressed, or believed when a frame names its size.</summary>
    public const int MaxImageBytes = 16 << 20;

    /// <summary>Of the levels from -7 to 3 the one that takes the least time, within 3 % of the smallest size.</summary>
    const int Level = -2;

    /// <summary>A cutouts document holds three images.</summary>
    const long MaxDocumentBytes = 4L * MaxImageBytes;

    const int PrefixBytes = 5;

    static ReadOnlySpan<byte> FrameStart => [0x28, 0xB5, 0x2F, 0xFD];

    [ThreadStatic]
    static Compressor? t_compressor;

    [ThreadStatic]
    static Decompressor? t_decompressor;

    [ThreadStatic]
    static byte[]? t_scratch;

    /// <summary>The document as it was given to the store; null when one of its images is damaged. The same array when no image is compressed.</summary>
    public static byte[]? Expand(byte[] document)
    {
        if (!TryMeasure(document, out var length))
            return null;
        if (length == document.Length)
            return document;
        var expanded = new byte[length];
        return TryExpand(document, expanded) ? expanded : null;
    }

    /// <summary>How long a stored document is with its images as they came: its own length when none is compressed. False when it is damaged.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> document, out int length)
    {
        length = 0;
        try
        {
            long total = document.Length;
            var field = new BsonReader(document);
            while (field.Read())
            {
                if (!IsCompressed(field))
                    continue;
                if (ContentSize(field.Value[PrefixBytes..]) is not { } size)
                    return false;
                total += size - (field.Value.Length - PrefixBytes);
            }

            length = (int)Math.Min(total, int.MaxValue);
            return total <= MaxDocumentBytes;
        }
        catch (BsonFormatException)
        {
            return false;
        }
    }

    /// <summary>Writes a document with its images as they came. False when one of them is damaged.</summary>
    /// <param name="document">As stored.</param>
    /// <param name="expanded">Of the length of <see cref="TryMeasure"/>.</param>
    public static bool TryExpand(ReadOnlySpan<byte> document, Span<byte> expanded)
    {
        BinaryPrimitives.WriteInt32LittleEndian(expanded, expanded.Length);
        var position = 4;
        var field = new BsonReader(document);
        while (field.Read())
        {
            if (!IsCompressed(field))
            {
                field.Element.CopyTo(expanded[position..]);
                position += field.Element.Length;
                continue;
            }

            var header = field.Element[..^field.Value.Length];
            header.CopyTo(expanded[position..]);
            position += header.Length;
            var frame = field.Value[PrefixBytes..];
            if (ContentSize(frame) is not { } size)
                return false;
            BinaryPrimitives.WriteInt32LittleEndian(expanded[position..], size);
            expanded[position + 4] = 0;
            position += PrefixBytes;
            if (!TryDecompress(frame, expanded.Slice(position, size)))
                return false;
            position += size;
        }

        expanded[position++] = 0;
        return position == expanded.Length;
    }

    /// <summary>Writes an image; nothing when it is empty.</summary>
    internal static void Write(BsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> image)
    {
        if (image.IsEmpty)
            return;
        var looksCompressed = image.StartsWith(FrameStart);
        if (image.Length <= MaxImageBytes && (looksCompressed || image.StartsWith("SIMPLE  ="u8)))
        {
            var frame = Compress(image);
            if (looksCompressed || frame.Length < image.Length)
            {
                BinaryPrimitives.WriteInt32LittleEndian(t_scratch, frame.Length);
                t_scratch![4] = CompressedSubtype;
                writer.Raw(BsonType.Binary, name, t_scratch.AsSpan(0, PrefixBytes + frame.Length));
                return;
            }
        }

        writer.Binary(name, image);
    }

    /// <summary>The frame, behind room for a prefix in the thread's memory.</summary>
    static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> image)
    {
        var bound = PrefixBytes + Compressor.GetCompressBound(image.Length);
        if (t_scratch is null || t_scratch.Length < bound)
            t_scratch = new byte[bound];
        t_compressor ??= new Compressor(Level);
        return t_scratch.AsSpan(PrefixBytes, t_compressor.Wrap(image, t_scratch.AsSpan(PrefixBytes)));
    }

    static bool IsCompressed(scoped in BsonReader field)
        => field.Type == BsonType.Binary && (field.Value[4] == CompressedSubtype || field.Value[PrefixBytes..].StartsWith(FrameStart));

    /// <summary>The size that a frame names; null when it names none, or one that cannot be.</summary>
    static int? ContentSize(ReadOnlySpan<byte> frame)
    {
        if (!frame.StartsWith(FrameStart))
            return null;
        try
        {
            return Decompressor.GetDecompressedSize(frame) is var size and <= MaxImageBytes ? (int)size : null;
        }
        catch (ZstdException)
        {
            return null;
        }
    }

    static bool TryDecompress(ReadOnlySpan<byte> frame, Span<byte> image)
    {
        try
        {
            t_decompressor ??= new Decompressor();
            return t_decompressor.Unwrap(frame, image) == image.Length;
        }
        catch (ZstdException)
        {
            return false;
        }
    }
}
