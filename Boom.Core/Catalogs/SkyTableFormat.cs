using Boom.Core.Sky;

namespace Boom.Core.Catalogs;

/// <summary>What a section of a table holds; the numbers stand in files.</summary>
enum SkySectionKind : ushort
{
    /// <summary>Right ascension and declination in degrees: blocks of 64 bytes, four right ascensions and the four declinations of the same rows.</summary>
    Positions = 1,

    /// <summary>HEALPix number of order 29 of every sixteenth row, 8 bytes each.</summary>
    SampledKeys = 2,

    /// <summary>First row of every cell of the index order and, last, the number of rows.</summary>
    CellIndex = 3,

    /// <summary>Values of a column of fixed width.</summary>
    Values = 16,

    /// <summary>One bit per row, set where a column is null; absent where none is.</summary>
    Nulls = 17,

    /// <summary>First byte of each row's text and, last, the number of bytes.</summary>
    TextOffsets = 18,

    /// <summary>Text of a column, UTF-8, one after the other.</summary>
    Text = 19,
}

/// <summary>A stretch of the file.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="ElementBytes">Width of an element.</param>
/// <param name="Column">Column it belongs to, or -1.</param>
/// <param name="Offset">First byte in the file, a multiple of 64.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Checksum">XXH3 of the bytes.</param>
readonly record struct SkySection(SkySectionKind Kind, int ElementBytes, int Column, long Offset, long Length, ulong Checksum);

/// <summary>Numbers of the file format; <c>docs/sky-tables.md</c> describes it byte by byte.</summary>
static class SkyTableFormat
{
    public const string Extension = ".sky";
    public const string RaName = "ra";
    public const string DecName = "dec";
    public const uint Version = 1;

    public const int MaxColumns = 2000;
    public const int MaxColumnNameBytes = 255;

    /// <summary>Longest string in bytes.</summary>
    public const int MaxStringBytes = 1 << 16;

    public const long MaxRows = 1L << 44;
    public const int MaxHeaderBytes = 64 << 20;
    public const int Alignment = 64;

    // Fixed part of the header.
    public const int FixedBytes = 64;
    public const int VersionAt = 8, HeaderBytesAt = 12, ChecksumAt = 16, FileBytesAt = 24, RowsAt = 32;
    public const int IndexOrderAt = 40, SectionCountAt = 44, DescriptionBytesAt = 48, KeyStrideAt = 52;
    public const int SectionBytes = 32;

    /// <summary>Rows in a block of positions; a block is a cache line.</summary>
    public const int BlockRows = 4;
    public const int BlockBytes = 64;

    /// <summary>Every so many rows has its key in the file.</summary>
    public const int KeyStride = 16;

    /// <summary>The cell index goes no deeper, and has no more rows per cell in the mean than this if it can go deeper.</summary>
    public const int MaxIndexOrder = 14;
    const int RowsPerCell = 10;

    /// <summary>A byte outside of text, line ends of both kinds, the end mark of old systems: a transfer that changes bytes is noticed.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'S', (byte)'K', (byte)'Y', 0x0D, 0x0A, 0x1A, 0x0A];

    public static long Align(long offset) => (offset + Alignment - 1) & -Alignment;

    /// <summary>Number of cells of an order.</summary>
    public static long Cells(int order) => 12L << (2 * order);

    public static int IndexOrderFor(long rows)
    {
        var order = 0;
        while (order < MaxIndexOrder && rows > RowsPerCell * Cells(order))
            order++;
        return order;
    }

    /// <summary>Width of a number that counts up to <paramref name="largest"/>.</summary>
    public static int CounterBytes(long largest) => largest <= uint.MaxValue ? 4 : 8;

    /// <summary>Bits by which a number of order 29 is moved to be a cell of the index.</summary>
    public static int KeyShift(int indexOrder) => 2 * (Healpix.MaxOrder - indexOrder);

    /// <summary>Length that a section must have; -1 for text, whose length is free.</summary>
    public static long SectionLength(SkySectionKind kind, int elementBytes, long rows, int indexOrder) => kind switch
    {
        SkySectionKind.Positions => (rows + BlockRows - 1) / BlockRows * BlockBytes,
        SkySectionKind.SampledKeys => (rows + KeyStride - 1) / KeyStride * sizeof(long),
        SkySectionKind.CellIndex => (Cells(indexOrder) + 1) * elementBytes,
        SkySectionKind.Values => rows * elementBytes,
        SkySectionKind.Nulls => (rows + 7) / 8,
        SkySectionKind.TextOffsets => (rows + 1) * elementBytes,
        _ => -1,
    };
}
