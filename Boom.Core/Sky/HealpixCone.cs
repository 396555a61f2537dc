using System.Numerics;
using System.Runtime.InteropServices;

namespace Boom.Core.Sky;

/// <summary>
/// Covers a cone with ranges of HEALPix cells. The cover holds every cell that the cone touches and some around it: what it finds is
/// to be filtered by <see cref="SkyGeometry.SeparationArcsec"/>.
/// </summary>
public static class HealpixCone
{
    /// <summary>A cover never has more ranges.</summary>
    public const int MaxRanges = 64;

    /// <summary>No cell centre is further than this, divided by 2^order, from any point of its cell; radians.</summary>
    internal const double CellRadius = 1.1;

    /// <summary>A step of one radian moves column and row in a face (0 to 1) by less than this.</summary>
    const double FaceSlope = 1.5;

    const double Side29 = 1L << Healpix.MaxOrder;
    const int DeepestDescent = 24;

    /// <summary>Writes the cover, ascending and disjoint, and returns the number of ranges. Allocates nothing.</summary>
    /// <param name="centre">A valid position.</param>
    /// <param name="radiusArcsec">0 or more; from 648 000 (180°) on, all of the sky.</param>
    /// <param name="ranges">At least <see cref="MaxRanges"/> long.</param>
    public static int Cover(SkyPosition centre, double radiusArcsec, Span<HealpixRange> ranges)
    {
        if (!(radiusArcsec >= 0))
            throw new ArgumentOutOfRangeException(nameof(radiusArcsec), radiusArcsec, "A radius is 0 or more seconds of arc.");
        ArgumentOutOfRangeException.ThrowIfLessThan(ranges.Length, MaxRanges, nameof(ranges));
        Healpix.Locate(centre, out var face, out var x, out var y);

        // A hair of slack: positions on the rim stay inside whatever the rounding.
        var radius = (Math.Min(radiusArcsec, 648_000) * SkyGeometry.RadiansPerArcsec * (1 + 1e-12)) + 1e-13;
        var list = new RangeList(ranges[..MaxRanges]);
        var margin = radius < 0.1 ? (long)Math.Ceiling(FaceSlope * radius * Side29) + 2 : long.MaxValue / 4;
        const long Side = 1L << Healpix.MaxOrder;
        if (x - margin >= 0 && x + margin < Side && y - margin >= 0 && y + margin < Side)
            CoverInFace(face, x, y, margin, ref list);
        else
            new Descent(centre, radius).CoverSky(ref list);
        return list.Count;
    }

    /// <summary>The cone lies in one face: the cells of a square around it, at most two by two.</summary>
    static void CoverInFace(int face, long x, long y, long margin, ref RangeList list)
    {
        var shift = BitOperations.Log2((ulong)(2 * margin)) + 1;
        Span<long> cells = stackalloc long[4];
        var count = 0;
        for (var row = (y - margin) >> shift; row <= (y + margin) >> shift; row++)
        {
            for (var column = (x - margin) >> shift; column <= (x + margin) >> shift; column++)
                cells[count++] = Healpix.Join(Healpix.MaxOrder - shift, face, column, row);
        }

        cells[..count].Sort();
        foreach (var cell in cells[..count])
            list.Add(cell, 2 * shift);
    }

    /// <summary>Any cone: from the base cells down, dropping what is out of reach and keeping whole what is inside.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly struct Descent
    {
        readonly double _x, _y, _z, _radius;
        readonly int _order;

        public Descent(SkyPosition centre, double radius)
        {
            var (sinDec, cosDec) = Math.SinCos(centre.DecDegrees * SkyGeometry.RadiansPerDegree);
            var (sinRa, cosRa) = Math.SinCos(centre.RaDegrees * SkyGeometry.RadiansPerDegree);
            (_x, _y, _z, _radius) = (cosDec * cosRa, cosDec * sinRa, sinDec, radius);

            // Cells a quarter as wide as the cone: a tight rim of a few dozen.
            _order = Math.Clamp((int)Math.Ceiling(Math.Log2(2 / radius)), 0, DeepestDescent);
        }

        public void CoverSky(ref RangeList list)
        {
            for (var face = 0; face < 12; face++)
                Cover(0, face, ref list);
        }

        void Cover(int order, long cell, ref RangeList list)
        {
            var distance = DistanceTo(order, cell);
            var reach = CellRadius / (1L << order);
            if (distance > _radius + reach)
                return;
            if (order == _order || distance + reach <= _radius)
            {
                list.Add(cell, 2 * (Healpix.MaxOrder - order));
                return;
            }

            for (var child = 0; child < 4; child++)
                Cover(order + 1, (cell << 2) | (uint)child, ref list);
        }

        double DistanceTo(int order, long cell)
        {
            Healpix.Centre(order, cell, out var z, out var colatitudeSine, out var phi);
            var (sin, cos) = Math.SinCos(phi);
            var dx = (colatitudeSine * cos) - _x;
            var dy = (colatitudeSine * sin) - _y;
            var dz = z - _z;
            var halfChord = Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz)) / 2;
            return 2 * Math.Asin(Math.Min(1, halfChord));
        }
    }

    ref struct RangeList(Span<HealpixRange> ranges)
    {
        readonly Span<HealpixRange> _ranges = ranges;

        public int Count { get; private set; }

        public void Add(long cell, int shift)
        {
            var first = cell << shift;
            var last = first + (1L << shift) - 1;

            // Full: the last range grows over the gap, which costs the caller some filtering and nothing else.
            if (Count > 0 && (_ranges[Count - 1].Last + 1 == first || Count == _ranges.Length))
                _ranges[Count - 1] = _ranges[Count - 1] with { Last = last };
            else
                _ranges[Count++] = new(first, last);
        }
    }
}
