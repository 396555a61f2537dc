using System.Text;

namespace Boom.Catalogs.Positions;

/// <summary>Names that columns of positions have, compared without case, blanks and signs: <c>_RAJ2000</c> is <c>raj2000</c>.</summary>
static class PositionNames
{
    // The first pair wins when it is there, as every table that has ra and dec means these. Among the others there is no order.
    static readonly (string Ra, string[] Dec)[] Pairs =
    [
        ("ra", ["dec", "de", "decl"]),
        ("raicrs", ["deicrs", "decicrs"]),
        ("raj2000", ["dej2000", "decj2000"]),
        ("ra2000", ["dec2000", "de2000"]),
        ("ramean", ["decmean", "demean"]),
        ("meanra", ["meandec"]),
        ("rastack", ["decstack"]),
        ("alphaj2000", ["deltaj2000"]),
        ("alpha", ["delta"]),
        ("rightascension", ["declination"]),
        ("objra", ["objdec"]),
        ("raobj", ["decobj"]),
        ("srcra", ["srcdec"]),
        ("targetra", ["targetdec"]),
        ("pra", ["pdec"]),
    ];

    static readonly string[] UnitEndings = ["degrees", "degree", "deg", "hours", "hour", "hms", "dms", "radians", "rad"];

    /// <summary>Rank of a name as a right ascension: 0 for <c>ra</c>, more for the others; -1 when it is none.</summary>
    public static int RaRank(string name)
    {
        var plain = Split(name).Plain;
        return Array.FindIndex(Pairs, pair => pair.Ra == plain);
    }

    /// <summary>Rank of a name as a declination, as in <see cref="RaRank"/>.</summary>
    public static int DecRank(string name)
    {
        var plain = Split(name).Plain;
        return Array.FindIndex(Pairs, pair => pair.Dec.Contains(plain));
    }

    /// <summary>The unit that a name speaks of: <c>RA(deg)</c>, <c>ra_hours</c>, <c>dec [rad]</c>; unknown when it speaks of none.</summary>
    public static AngleUnit UnitOf(string name) => Split(name).Unit;

    static (string Plain, AngleUnit Unit) Split(string name)
    {
        var unit = AngleUnit.Unknown;
        var open = name.AsSpan().IndexOfAny('(', '[');
        if (open > 0)
        {
            unit = AngleUnits.Of(name[open..]) ?? AngleUnit.Unknown;
            name = name[..open];
        }

        var plain = Letters(name);
        foreach (var ending in UnitEndings)
        {
            // "rad" alone is no right ascension in degrees, and neither is "grad".
            if (plain.Length <= ending.Length || !plain.EndsWith(ending, StringComparison.Ordinal) || !IsCoordinate(plain[..^ending.Length]))
                continue;
            return (plain[..^ending.Length], AngleUnits.Of(ending) ?? unit);
        }

        return (plain, unit);
    }

    static bool IsCoordinate(string plain) => Array.Exists(Pairs, pair => pair.Ra == plain || pair.Dec.Contains(plain));

    static string Letters(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }
}
