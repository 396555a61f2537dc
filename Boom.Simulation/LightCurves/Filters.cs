namespace Boom.Simulation.LightCurves;

/// <summary>Filters by their number, and how bright things are in those that the light curves do not have: g and r they have.</summary>
static class Filters
{
    public const int G = 1;
    public const int R = 2;
    public const int I = 3;
    public const int Z = 4;
    public const int Y = 5;
    public const int U = 6;
    public const int J = 7;

    // AB colours of an ordinary star: u - g, then i - r, z - r, y - r, J - r.
    static readonly double[] _starColours = [0, 0, 0, -0.2, -0.3, -0.35, 1.3, -0.6];

    // Difference flux over that in g (u) or r (the others).
    static readonly double[] _transient = [1, 1, 1, 0.95, 0.85, 0.8, 0.55, 0.7];
    static readonly double[] _flare = [1, 1, 1, 0.6, 0.45, 0.35, 1.6, 0.25];
    static readonly double[] _permanent = [1, 1, 1, 1.15, 1.25, 1.3, 0.35, 1.5];

    /// <summary>Name of the band: g, r, i, z, y, u or j.</summary>
    public static ReadOnlySpan<byte> Name(int fid) => "?grizyuj"u8.Slice(fid, 1);

    /// <summary>Whether the filter follows g, and not r.</summary>
    public static bool IsBlue(int fid) => fid is G or U;

    /// <summary>Magnitude of a star minus its magnitude in g or r, whichever the filter follows.</summary>
    public static double StarColour(int fid) => _starColours[fid];

    /// <summary>Difference flux over that in g or r, whichever the filter follows.</summary>
    public static double Ratio(LightCurve curve, int fid) => curve switch
    {
        TransientCurve => _transient[fid],
        FlareCurve => _flare[fid],
        _ => _permanent[fid],
    };
}
