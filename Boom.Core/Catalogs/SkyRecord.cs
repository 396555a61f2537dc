using System.Runtime.InteropServices;

namespace Boom.Core.Catalogs;

/// <summary>
/// Start of a row in a sorted run: slots and bits of its <see cref="SkyRowLayout"/> follow, then the text of its columns one after the other, and zeros up to a
/// multiple of 8 bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
struct SkyRecord
{
    public const int HeadBytes = 32;

    /// <summary>Bytes of the record, a multiple of 8.</summary>
    public int Length;

    public int Reserved;

    /// <summary>HEALPix number of order 29.</summary>
    public long Key;

    public double Ra;

    public double Dec;

    /// <summary>Order of rows in a table: by cell, right ascension, declination. Rows that are equal keep the order in which they came.</summary>
    public static unsafe int Compare(SkyRecord* left, SkyRecord* right)
        => left->Key != right->Key ? (left->Key < right->Key ? -1 : 1)
            : left->Ra != right->Ra ? (left->Ra < right->Ra ? -1 : 1)
            : left->Dec != right->Dec ? (left->Dec < right->Dec ? -1 : 1)
            : 0;
}
