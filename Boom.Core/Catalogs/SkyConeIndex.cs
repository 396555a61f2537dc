using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Boom.Core.Sky;

namespace Boom.Core.Catalogs;

/// <summary>Finds the rows of a mapped table that lie in a cone. All it reads stays inside of the sections, whatever their bytes are.</summary>
[StructLayout(LayoutKind.Auto)]
readonly unsafe struct SkyConeIndex(SkyTableMap map)
{
    /// <summary>A step of one radian moves column and row in a face (0 to 1) by less than this.</summary>
    const double FaceSlope = 1.5;

    /// <summary>The same where |sin δ| is 2/3 at most: √((2/π/cos δ)² + (3/4 cos δ)²) is below it. A step of r makes that of its start larger by r at most.</summary>
    const double BeltSlope = 1.03;

    /// <summary>Declination in radians up to which that is so.</summary>
    const double BeltEdge = 0.7297;

    /// <summary>Rows of a few cells are compared one after the other up to this number; where there are more, the keys narrow them.</summary>
    const long ManyRows = 128;

    /// <summary>A cone in one face touches at most this number of cells by as many.</summary>
    const int MaxSide = 4;

    readonly double* _positions = (double*)(map.Start + Find(map, SkySectionKind.Positions).Offset);
    readonly long* _keys = (long*)(map.Start + Find(map, SkySectionKind.SampledKeys).Offset);
    readonly byte* _cells = map.Start + Find(map, SkySectionKind.CellIndex).Offset;
    readonly bool _wide = Find(map, SkySectionKind.CellIndex).ElementBytes == sizeof(long);
    readonly long _rows = map.Contents.Header.RowCount;
    readonly int _cellShift = Healpix.MaxOrder - map.Contents.IndexOrder;

    public void FindCone(SkyPosition centre, double radiusArcsec, SkyHits hits)
    {
        var test = new SkyConeTest(centre, radiusArcsec);
        Healpix.Locate(centre, out var face, out var x, out var y);
        const long Side = 1L << Healpix.MaxOrder;
        if (test.Radius < 0.1)
        {
            var inBelt = (Math.Abs(centre.DecDegrees) * SkyGeometry.RadiansPerDegree) + test.Radius < BeltEdge;
            var margin = (long)((inBelt ? BeltSlope + test.Radius : FaceSlope) * Side * test.Radius) + 3;
            if (x - margin >= 0 && x + margin < Side && y - margin >= 0 && y + margin < Side)
            {
                FindInFace(test, face, x, y, margin, hits);
                return;
            }
        }

        FindAnywhere(test, centre, radiusArcsec, hits);
    }

    public SkyPosition PositionOf(long row)
    {
        var place = _positions + (row / SkyTableFormat.BlockRows * 2 * SkyTableFormat.BlockRows) + (row % SkyTableFormat.BlockRows);
        return new(place[0], place[SkyTableFormat.BlockRows]);
    }

    static SkySection Find(SkyTableMap map, SkySectionKind kind) => Array.Find(map.Contents.Sections, section => section.Kind == kind);

    /// <summary>Wide cones, and those over the borders of faces and the poles.</summary>
    [SkipLocalsInit]
    void FindAnywhere(in SkyConeTest test, SkyPosition centre, double radiusArcsec, SkyHits hits)
    {
        Span<HealpixRange> ranges = stackalloc HealpixRange[HealpixCone.MaxRanges];
        var count = HealpixCone.Cover(centre, radiusArcsec, ranges);
        ScanRanges(test, ranges[..count], hits);
    }

    /// <summary>The cone lies in one face: the cells of the index that a square around it touches.</summary>
    [SkipLocalsInit]
    void FindInFace(in SkyConeTest test, int face, long x, long y, long margin, SkyHits hits)
    {
        var shift = _cellShift;
        while (((x + margin) >> shift) - ((x - margin) >> shift) >= MaxSide || ((y + margin) >> shift) - ((y - margin) >> shift) >= MaxSide)
            shift++;
        var (left, right, bottom, top) = ((x - margin) >> shift, (x + margin) >> shift, (y - margin) >> shift, (y + margin) >> shift);
        var deeper = 2 * (shift - _cellShift);
        Span<(long First, long End)> spans = stackalloc (long, long)[MaxSide * MaxSide];
        var count = 0;
        long rows = 0;
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var cell = Healpix.Join(Healpix.MaxOrder - shift, face, column, row);
                var (first, end) = (FirstRow(cell << deeper), FirstRow((cell + 1) << deeper));
                spans[count++] = (first, end);
                rows += Math.Max(0, end - first);
                Prefetch(first);
            }
        }

        var finer = BitOperations.Log2((ulong)(2 * margin)) + 1;
        if (rows > ManyRows * count && finer < shift)
        {
            FindFiner(test, face, x, y, margin, finer, hits);
            return;
        }

        foreach (var (first, end) in spans[..count])
            test.Scan(_positions, first, end, hits);
    }

    /// <summary>The cells hold many rows: the keys narrow them to smaller cells, at most two by two.</summary>
    [SkipLocalsInit]
    void FindFiner(in SkyConeTest test, int face, long x, long y, long margin, int shift, SkyHits hits)
    {
        Span<HealpixRange> ranges = stackalloc HealpixRange[4];
        var count = 0;
        for (var row = (y - margin) >> shift; row <= (y + margin) >> shift; row++)
        {
            for (var column = (x - margin) >> shift; column <= (x + margin) >> shift; column++)
            {
                var first = Healpix.Join(Healpix.MaxOrder - shift, face, column, row) << (2 * shift);
                var place = count++;
                for (; place > 0 && ranges[place - 1].First > first; place--)
                    ranges[place] = ranges[place - 1];
                ranges[place] = new(first, first + (1L << (2 * shift)) - 1);
            }
        }

        ScanRanges(test, ranges[..count], hits);
    }

    /// <summary>Ranges ascend; those of rows may overlap by some, and no row is compared twice.</summary>
    void ScanRanges(in SkyConeTest test, ReadOnlySpan<HealpixRange> ranges, SkyHits hits)
    {
        long next = 0;
        foreach (var range in ranges)
        {
            var (first, end) = RowsOf(range);
            test.Scan(_positions, Math.Max(first, next), end, hits);
            next = Math.Max(next, end);
        }
    }

    /// <summary>All rows of a range and perhaps some of its neighbours.</summary>
    (long First, long End) RowsOf(HealpixRange range)
    {
        var first = FirstRow(range.First >> (2 * _cellShift));
        var end = FirstRow((range.Last >> (2 * _cellShift)) + 1);
        if (end - first <= ManyRows)
            return (first, end);
        var from = (first + SkyTableFormat.KeyStride - 1) / SkyTableFormat.KeyStride;
        var to = ((end - 1) / SkyTableFormat.KeyStride) + 1;
        var below = Search(from, to, range.First);
        if (below > from)
            first = (below - 1) * SkyTableFormat.KeyStride;
        var above = Search(below, to, range.Last + 1);
        if (above < to)
            end = Math.Min(end, above * SkyTableFormat.KeyStride);
        return (first, end);
    }

    /// <summary>The first sampled key from <paramref name="from"/> to <paramref name="to"/>, exclusive, that is at least this; else <paramref name="to"/>.</summary>
    long Search(long from, long to, long key)
    {
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (_keys[middle] < key)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    long FirstRow(long cell)
    {
        var row = _wide ? ((long*)_cells)[cell] : ((uint*)_cells)[cell];
        return (ulong)row <= (ulong)_rows ? row : _rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Prefetch(long row)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(_positions + (row / SkyTableFormat.BlockRows * 2 * SkyTableFormat.BlockRows));
    }
}
