namespace Boom.Core.Sky;

/// <summary>A part of the sky of any shape, as ranges of HEALPix cells of order 29, nested. Immutable; any number of threads may ask.</summary>
public sealed class SkyFootprint
{
    // First cell of a range, first cell after it, and so on: strictly increasing.
    readonly long[] _bounds;

    SkyFootprint(long[] bounds)
    {
        _bounds = bounds;
        var cells = 0L;
        for (var i = 0; i < bounds.Length; i += 2)
            cells += bounds[i + 1] - bounds[i];
        SkyFraction = (double)cells / Healpix.CellCount29;
    }

    /// <summary>How many stretches of cells it has.</summary>
    public int RangeCount => _bounds.Length / 2;

    /// <summary>The part of the whole sky that it covers, 0 to 1.</summary>
    public double SkyFraction { get; }

    /// <summary>The footprint of some ranges, in any order; they may touch and overlap.</summary>
    public static SkyFootprint Of(IEnumerable<HealpixRange> ranges)
    {
        HealpixRange[] sorted = [.. ranges];
        Array.Sort(sorted, (left, right) => left.First.CompareTo(right.First));
        var bounds = new List<long>(2 * sorted.Length);
        foreach (var range in sorted)
        {
            if (bounds.Count > 0 && range.First <= bounds[^1])
                bounds[^1] = Math.Max(bounds[^1], range.Last + 1);
            else
                bounds.AddRange([range.First, range.Last + 1]);
        }

        return new SkyFootprint([.. bounds]);
    }

    /// <summary>Reads a Multi-Order Coverage map in FITS, as ranges (MOC 2.0) or as a list of cells (MOC 1.x), in equatorial coordinates.</summary>
    /// <exception cref="SkyFootprintException">There is no such file, it cannot be read, or it is no such map.</exception>
    public static SkyFootprint Read(string path) => MocFits.Read(path);

    /// <summary>Whether a place is within.</summary>
    public bool Contains(SkyPosition position)
    {
        // It is within when an odd number of bounds is not beyond its cell.
        var index = Array.BinarySearch(_bounds, Healpix.Cell29(position));
        var count = index >= 0 ? index + 1 : ~index;
        return (count & 1) == 1;
    }
}

/// <summary>A footprint that cannot be read. The message is one sentence: what, where, remedy.</summary>
public sealed class SkyFootprintException(string message, Exception? cause = null) : Exception(message, cause);
