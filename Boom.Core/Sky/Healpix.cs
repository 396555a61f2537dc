namespace Boom.Core.Sky;

/// <summary>
/// HEALPix cells, nested numbering (Górski et al. 2005, ApJ 622, 759). The sphere is 12 base cells; each order splits every cell in four
/// of equal area. Cell numbers of order 29 are what documents and tables carry as <c>healpix_29</c>: a cell of a lower order
/// is their prefix, so any region is a few ranges of them.
/// </summary>
public static class Healpix
{
    /// <summary>The deepest order; its cells are 0.4 milliarcseconds wide.</summary>
    public const int MaxOrder = 29;

    /// <summary>Number of cells of order 29.</summary>
    public const long CellCount29 = 12L << (2 * MaxOrder);

    const double Side29 = 1L << MaxOrder;
    const double ThirdsBoundary = 2.0 / 3;
    const ulong EvenBits = 0x5555_5555_5555_5555;

    /// <summary>The cell of this order that holds a position, [0, 12·4^order).</summary>
    /// <param name="order">0 to 29.</param>
    /// <param name="position">A valid position.</param>
    public static long CellNested(int order, SkyPosition position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)order, (uint)MaxOrder, nameof(order));
        return Cell29(position) >> (2 * (MaxOrder - order));
    }

    /// <summary>The cell of order 29 that holds a position.</summary>
    public static long Cell29(SkyPosition position)
    {
        Locate(position, out var face, out var x, out var y);
        return Join(MaxOrder, face, x, y);
    }

    /// <summary>The centre of a cell.</summary>
    /// <param name="order">0 to 29.</param>
    /// <param name="cell">[0, 12·4^order).</param>
    public static SkyPosition CentreNested(int order, long cell)
    {
        Centre(order, cell, out var z, out var colatitudeSine, out var phi);
        var dec = z > ThirdsBoundary ? 90 - (Math.Atan2(colatitudeSine, z) / SkyGeometry.RadiansPerDegree)
            : z < -ThirdsBoundary ? -90 + (Math.Atan2(colatitudeSine, -z) / SkyGeometry.RadiansPerDegree)
            : Math.Asin(z) / SkyGeometry.RadiansPerDegree;
        var ra = phi / SkyGeometry.RadiansPerDegree;
        return new(ra >= 360 ? 0 : ra, dec);
    }

    /// <summary>Face (0 to 11) of a position, and the column and row of its cell of order 29 in that face.</summary>
    internal static void Locate(SkyPosition position, out int face, out long x, out long y)
    {
        if (!position.IsValid)
            throw new ArgumentOutOfRangeException(nameof(position), position, "A position has ra in [0, 360) and dec in [-90, 90] degrees.");
        var quarter = position.RaDegrees / 90;
        var z = Math.Sin(position.DecDegrees * SkyGeometry.RadiansPerDegree);
        if (Math.Abs(z) <= ThirdsBoundary)
            LocateEquatorial(quarter + 0.5, 0.75 * z, out face, out x, out y);
        else
            LocatePolar(quarter, position.DecDegrees, out face, out x, out y);
    }

    /// <summary>Puts a cell's number together.</summary>
    internal static long Join(int order, int face, long x, long y)
        => ((long)face << (2 * order)) | (long)(Spread((ulong)x) | (Spread((ulong)y) << 1));

    /// <summary>Centre of a cell: z, the sine of its colatitude (exact near the poles, where z is not) and longitude in radians.</summary>
    internal static void Centre(int order, long cell, out double z, out double colatitudeSine, out double phi)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)order, (uint)MaxOrder, nameof(order));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)cell, 12UL << (2 * order), nameof(cell));
        var face = (int)(cell >> (2 * order));
        var inFace = (ulong)cell & ((1UL << (2 * order)) - 1);
        var side = (double)(1L << order);
        var x = (Gather(inFace) + 0.5) / side;
        var y = (Gather(inFace >> 1) + 0.5) / side;

        // Rings counted in faces from the north pole; faces 0-3 touch it, 8-11 touch the south pole.
        var ring = (face >> 2) + 2 - x - y;
        var offset = (face >> 2) == 1 ? 2 * (face & 3) : (2 * (face & 3)) + 1;
        double width;
        if (ring is < 1 or > 3)
        {
            width = ring < 1 ? ring : 4 - ring;
            var cap = width * width / 3;
            z = ring < 1 ? 1 - cap : cap - 1;
            colatitudeSine = Math.Sqrt(cap * (2 - cap));
        }
        else
        {
            width = 1;
            z = (2 - ring) * ThirdsBoundary;
            colatitudeSine = Math.Sqrt((1 - z) * (1 + z));
        }

        phi = ((offset * width) + x - y) / width * (Math.PI / 4);
        if (phi < 0)
            phi += 2 * Math.PI;
    }

    static void LocateEquatorial(double turn, double tilt, out int face, out long x, out long y)
    {
        var falling = (long)((turn - tilt) * Side29);
        var rising = (long)((turn + tilt) * Side29);
        var fallingFace = (int)(falling >> MaxOrder);
        var risingFace = (int)(rising >> MaxOrder);
        face = fallingFace == risingFace ? 4 | (fallingFace & 3)
            : fallingFace < risingFace ? fallingFace & 3
            : (risingFace & 3) + 8;
        const long Mask = (1L << MaxOrder) - 1;
        x = rising & Mask;
        y = Mask - (falling & Mask);
    }

    static void LocatePolar(double quarter, double decDegrees, out int face, out long x, out long y)
    {
        var column = Math.Min(3, (int)quarter);
        var fraction = quarter - column;

        // sqrt(3(1 - |z|)), from the colatitude so that it keeps its digits at the pole.
        var halfColatitude = (90 - Math.Abs(decDegrees)) * (SkyGeometry.RadiansPerDegree / 2);
        var width = Math.Sqrt(6) * Math.Sin(halfColatitude) * Side29;
        const long Mask = (1L << MaxOrder) - 1;
        var eastward = Math.Min(Mask, (long)(fraction * width));
        var westward = Math.Min(Mask, (long)((1 - fraction) * width));
        if (decDegrees > 0)
        {
            face = column;
            x = Mask - westward;
            y = Mask - eastward;
        }
        else
        {
            face = column + 8;
            x = eastward;
            y = westward;
        }
    }

    static ulong Spread(ulong value)
    {
        value = (value | (value << 16)) & 0x0000_FFFF_0000_FFFF;
        value = (value | (value << 8)) & 0x00FF_00FF_00FF_00FF;
        value = (value | (value << 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        value = (value | (value << 2)) & 0x3333_3333_3333_3333;
        return (value | (value << 1)) & EvenBits;
    }

    static ulong Gather(ulong value)
    {
        value &= EvenBits;
        value = (value | (value >> 1)) & 0x3333_3333_3333_3333;
        value = (value | (value >> 2)) & 0x0F0F_0F0F_0F0F_0F0F;
        value = (value | (value >> 4)) & 0x00FF_00FF_00FF_00FF;
        value = (value | (value >> 8)) & 0x0000_FFFF_0000_FFFF;
        return (value | (value >> 16)) & 0x0000_0000_FFFF_FFFF;
    }
}
