namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// The yes-or-no properties of a ZTF alert. An absent score counts as 0, an absent distance or magnitude as infinite; a negative
/// distance or magnitude is a sentinel and fulfils nothing (docs/decisions/0004-bright-star-sentinels.md).
/// </summary>
/// <param name="Rock">A known solar-system object lies within 12 arcsec.</param>
/// <param name="Star">The nearest Pan-STARRS source is a star and lies on the candidate.</param>
/// <param name="NearBrightstar">A bright star lies near enough to leave artefacts.</param>
readonly record struct ZtfFlags(bool Rock, bool Star, bool NearBrightstar)
{
    /// <summary>Computes the flags.</summary>
    public static ZtfFlags Of(ZtfStoredCandidate candidate) => new(IsRock(candidate), IsStar(candidate.Neighbours[0]), IsNearBrightstar(candidate));

    static bool IsRock(ZtfStoredCandidate c) => (c.Ssdistnr ?? double.PositiveInfinity) is >= 0 and < 12 && (c.Ssmagnr ?? double.PositiveInfinity) >= 0;

    static bool IsStar(in ZtfNeighbour n)
    {
        var score = n.Sgscore ?? 0;
        var distanceArcsec = Far(n.Distpsnr);
        if (score > 0.76 && distanceArcsec is >= 0 and <= 2)
            return true;
        return score > 0.2 && distanceArcsec is >= 0 and <= 1 && Far(n.Srmag) is var r && r > 0
            && ((n.Szmag > 0 && r - n.Szmag > 3) || (n.Simag > 0 && r - n.Simag > 3));
    }

    static bool IsNearBrightstar(ZtfStoredCandidate c)
    {
        if (Far(c.Neargaiabright) is >= 0 and <= 20 && Far(c.Maggaiabright) is > 0 and <= 12)
            return true;
        foreach (ref readonly var n in c.Neighbours.AsSpan())
        {
            if ((n.Sgscore ?? 0) > 0.49 && Far(n.Distpsnr) is >= 0 and <= 20 && Far(n.Srmag) is > 0 and <= 15)
                return true;
        }

        // A score of exactly one half is Pan-STARRS's "not known": a bright source under the candidate is then taken for a star.
        ref readonly var first = ref c.Neighbours[0];
        return first.Sgscore == 0.5 && Far(first.Distpsnr) is >= 0 and < 0.5
            && (IsBright(first.Sgmag) || IsBright(first.Srmag) || IsBright(first.Simag));
    }

    static bool IsBright(double? magnitude) => Far(magnitude) is > 0 and < 17;

    static double Far(double? value) => value ?? double.PositiveInfinity;
}
