using System.Buffers.Binary;
using System.Numerics;
using Boom.Core.Fits;

namespace Boom.Core.Sky;

/// <summary>Reads Multi-Order Coverage maps of space in FITS (IVOA MOC 2.0 and 1.1): a binary table of one column.</summary>
static class MocFits
{
    // 16 million ranges; maps of surveys have some 10,000.
    const int MaxBytes = 1 << 28;

    internal static SkyFootprint Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw Fault(path, "is not there");
            if (file.Length > MaxBytes)
                throw Fault(path, $"has {file.Length} bytes; at most {MaxBytes} are read");
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (FitsFormatException fault)
        {
            throw Fault(path, $"is no coverage map in FITS: {fault.Message.TrimEnd('.')}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, $"cannot be read: {fault.Message.TrimEnd('.')}", fault);
        }
    }

    static SkyFootprint Parse(ReadOnlySpan<byte> file, string path)
    {
        var primary = FitsHeader.Read(file);
        if (!primary.IsPrimary || primary.RequiredInteger("NAXIS"u8) != 0)
            throw Fault(path, "is a FITS file that begins with an image, not a coverage map");
        var table = FitsHeader.Read(file[primary.Length..]);
        if (!table.IsText("XTENSION"u8, "BINTABLE"u8))
            throw Fault(path, "is a FITS file without a table, not a coverage map");
        CheckMeaning(table, path);

        var bytesPerRow = table.RequiredInteger("NAXIS1"u8);
        var rows = table.RequiredInteger("NAXIS2"u8);
        var form = table.Text("TFORM1"u8);
        var width = form switch { "K" or "1K" => 8, "J" or "1J" => 4, _ => 0 };
        if (table.RequiredInteger("TFIELDS"u8) != 1 || width == 0 || bytesPerRow != width)
            throw Fault(path, $"has {table.Integer("TFIELDS"u8)} columns, the first of form '{form}'; a coverage map has one, of form 1K or 1J");
        var data = file[(primary.Length + table.Length)..];
        if (rows < 1)
            throw Fault(path, "covers nothing");
        if (rows > data.Length / width)
            throw Fault(path, $"ends in row {(data.Length / width) + 1} of {rows}");
        return SkyFootprint.Of(table.IsText("ORDERING"u8, "NUNIQ"u8) ? Cells(data, (int)rows, width, path) : Ranges(data, (int)rows, width, path));
    }

    // What the numbers of the table stand for.
    static void CheckMeaning(in FitsHeader table, string path)
    {
        if (table.Text("ORDERING"u8) is var ordering && ordering is not ("RANGE" or "NUNIQ"))
            throw Fault(path, $"has ORDERING '{ordering}'; a coverage map has RANGE or NUNIQ");
        if (table.Text("COORDSYS"u8) is var frame && frame != "C")
            throw Fault(path, $"has COORDSYS '{frame}'; give a map in equatorial coordinates, C");
        if (table.Text("MOCDIM"u8) is var dimension && dimension is not ("" or "SPACE"))
            throw Fault(path, $"has MOCDIM '{dimension}'; give a map of space alone");
    }

    // Pairs: first cell of order 29, and the first one after the range.
    static List<HealpixRange> Ranges(ReadOnlySpan<byte> data, int rows, int width, string path)
    {
        if (width != 8 || rows % 2 != 0)
            throw Fault(path, $"has {rows} bounds of {width} bytes; ranges have two each, of 8 bytes");
        var ranges = new List<HealpixRange>(rows / 2);
        var last = 0L;
        for (var row = 0; row < rows; row += 2)
        {
            var start = BinaryPrimitives.ReadInt64BigEndian(data[(row * width)..]);
            var end = BinaryPrimitives.ReadInt64BigEndian(data[((row + 1) * width)..]);
            if (start < last || end <= start || end > Healpix.CellCount29)
                throw Fault(path, $"has in rows {row + 1} and {row + 2} the range {start} to {end}, which is empty, not in order or beyond the sky");
            ranges.Add(new HealpixRange(start, end - 1));
            last = end;
        }

        return ranges;
    }

    // Cells of any order: 4 × 4^order + cell.
    static List<HealpixRange> Cells(ReadOnlySpan<byte> data, int rows, int width, string path)
    {
        var ranges = new List<HealpixRange>(rows);
        for (var row = 0; row < rows; row++)
        {
            var at = data[(row * width)..];
            var unique = width == 8 ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt32BigEndian(at);
            var order = unique < 4 ? -1 : (BitOperations.Log2((ulong)unique) - 2) / 2;
            if (order is < 0 or > Healpix.MaxOrder)
                throw Fault(path, $"has {unique} in row {row + 1}, which is no cell");
            var cell = unique - (4L << (2 * order));
            var shift = 2 * (Healpix.MaxOrder - order);
            ranges.Add(new HealpixRange(cell << shift, ((cell + 1) << shift) - 1));
        }

        return ranges;
    }

    static SkyFootprintException Fault(string path, string what, Exception? cause = null) =>
        new($"the footprint {path} {what}. Give a coverage map (MOC) in FITS.", cause);
}
