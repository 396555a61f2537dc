using Boom.Core.Surveys;

namespace Boom.Simulation.Sky;

/// <summary>Finds the aliases between two surveys.</summary>
sealed class AliasFinder(SeenSky own, SeenSky partner)
{
    readonly double? _radius = AliasRules.RadiusArcsec(own.Survey, partner.Survey);
    readonly double? _backRadius = AliasRules.RadiusArcsec(partner.Survey, own.Survey);

    /// <summary>All aliases of the first survey's objects, by object, those of an object by distance; none when it does not look for the
    /// partner.</summary>
    public IEnumerable<ExpectedAlias> Find(CancellationToken cancellationToken)
    {
        if (_radius is null && _backRadius is null)
            yield break;
        foreach (var seen in own.Objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var alias in Find(seen))
                yield return alias;
        }
    }

    IEnumerable<ExpectedAlias> Find(SeenObject seen)
    {
        var looked = Look(own, partner, _radius, seen);
        var possible = looked.Possible;
        // What the partner finds it tells the object, too.
        foreach (var other in partner.Near(seen, _backRadius ?? 0))
        {
            if (_backRadius is { } radius && !possible.Contains(other) && MayLook(own.Survey, other) && seen.DistancesTo(other).Least <= radius)
                possible.Add(other);
        }

        foreach (var other in possible.OrderBy(other => seen.DistancesTo(other).OfFirst))
        {
            var back = Look(partner, own, _backRadius, other);
            yield return new ExpectedAlias(
                own.Survey,
                seen.ObjectId,
                partner.Survey,
                other.ObjectId,
                seen.DistancesTo(other).OfFirst,
                looked.Nearest == other,
                back.Nearest == seen,
                looked.Certain == other && back.Certain == seen);
        }
    }

    // What an object's look-up may find, finds by the first positions, and finds by all of them.
    static (List<SeenObject> Possible, SeenObject? Nearest, SeenObject? Certain) Look(SeenSky from, SeenSky to, double? radius, SeenObject seen)
    {
        var possible = new List<SeenObject>();
        if (radius is null || from.Survey == to.Survey || !MayLook(to.Survey, seen))
            return (possible, null, null);
        SeenObject? nearest = null;
        var distance = radius.Value;
        foreach (var other in to.Near(seen, radius.Value))
        {
            var (least, ofFirst, _) = seen.DistancesTo(other);
            if (least > radius)
                continue;
            possible.Add(other);
            if (ofFirst <= distance && AliasRules.Covers(to.Survey, seen.First.DecDegrees))
                (nearest, distance) = (other, ofFirst);
        }

        if (nearest is null || !seen.Positions.All(position => AliasRules.Covers(to.Survey, position.DecDegrees)))
            return (possible, nearest, null);
        var farthest = seen.DistancesTo(nearest).Greatest;
        var isCertain = farthest <= radius && possible.TrueForAll(other => other == nearest || seen.DistancesTo(other).Least > farthest);
        return (possible, nearest, isCertain ? nearest : null);
    }

    static bool MayLook(Survey partner, SeenObject seen) => seen.Positions.Any(position => AliasRules.Covers(partner, position.DecDegrees));
}
