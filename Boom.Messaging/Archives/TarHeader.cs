using System.Text;

namespace Boom.Messaging.Archives;

/// <summary>One header block of a tar archive, after POSIX.1-2017 (pax, "ustar Interchange Format") and the manual of GNU tar.</summary>
/// <param name="Name">Name of the entry, at most 255 bytes; longer ones come in entries before it.</param>
/// <param name="Size">Bytes of contents in the archive.</param>
/// <param name="SparseGoesOn">Of a GNU sparse file: blocks with more of its map follow.</param>
readonly record struct TarHeader(string Name, long Size, char Type, bool SparseGoesOn)
{
    public const int BlockBytes = 512;

    const int NameBytes = 100;
    const int SizeAt = 124, SizeBytes = 12;
    const int ChecksumAt = 148, ChecksumBytes = 8;
    const int TypeAt = 156;
    const int MagicAt = 257;
    const int PrefixAt = 345, PrefixBytes = 155;
    const int SparseGoesOnAt = 482;

    /// <summary>Whether the block is a header: its checksum holds.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockBytes || block[0] == 0 || !TryReadOctal(block.Slice(ChecksumAt, ChecksumBytes), out var told))
            return false;
        long sum = ChecksumBytes * ' ';
        for (var i = 0; i < BlockBytes; i++)
        {
            if (i is < ChecksumAt or >= ChecksumAt + ChecksumBytes)
                sum += block[i];
        }

        return sum == told;
    }

    /// <summary>Reads a block.</summary>
    /// <exception cref="InvalidDataException">It is no header.</exception>
    public static TarHeader Read(ReadOnlySpan<byte> block)
    {
        if (!IsHeader(block) || !TryReadSize(block.Slice(SizeAt, SizeBytes), out var size))
            throw new InvalidDataException("a header block does not have the checksum that it says.");
        var name = ReadText(block[..NameBytes]);
        if (block.Slice(MagicAt, 6).SequenceEqual("ustar\0"u8) && ReadText(block.Slice(PrefixAt, PrefixBytes)) is { Length: > 0 } prefix)
            name = $"{prefix}/{name}";
        return new TarHeader(name, size, (char)block[TypeAt], block[SparseGoesOnAt] == 1);
    }

    /// <summary>Text up to the first zero byte.</summary>
    public static string ReadText(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // Sizes from 8 GiB on are binary, big-endian, with the highest bit of the field set.
    static bool TryReadSize(ReadOnlySpan<byte> field, out long size)
    {
        if (field[0] != 0x80)
            return TryReadOctal(field, out size);
        size = 0;
        foreach (var value in field[^8..])
            size = (size << 8) | value;
        return size >= 0;
    }

    static bool TryReadOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        field = field.Trim(" \0"u8);
        foreach (var digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return false;
            value = (value << 3) | (long)(digit - '0');
        }

        return true;
    }
}
