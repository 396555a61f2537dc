using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Objects;

/// <summary>What the catalogues and the reference image say of the sky around an object: the same in all its packets.</summary>
readonly struct Neighbourhood
{
    const double ArcsecPerPixel = 1.01;
    const ulong NeighbourhoodKey = 7;

    Neighbourhood(SimulatedObject simulated, ref SeededStream stream)
    {
        var curve = simulated.LightCurve;
        double referenceG = curve.ReferenceMagnitude(1), referenceR = curve.ReferenceMagnitude(2);
        var (distanceArcsec, score) = simulated.Surroundings switch
        {
            Surroundings.HostGalaxy => (stream.NextLogUniform(0.4, 8), stream.NextUniform(0, 0.25)),
            Surroundings.Nucleus => (stream.NextUniform(0.03, 0.3), stream.NextUniform(0, 0.18)),
            Surroundings.Star => (stream.NextUniform(0.03, 0.45), stream.NextUniform(0.9, 1)),
            Surroundings.BrightStar => (stream.NextUniform(0.2, 2.4), stream.NextUniform(0.5, 1)),
            _ => (stream.NextUniform(3, 15), stream.NextUnit()),
        };
        var hostG = stream.NextUniform(16.5, 21);
        var neighbourG = double.IsFinite(referenceG) ? referenceG
            : simulated.Surroundings == Surroundings.Empty ? stream.NextUniform(20.5, 22.8) : hostG;
        ReferenceG = AbMagnitude.Round(neighbourG);
        ReferenceR = AbMagnitude.Round(double.IsFinite(referenceR) ? referenceR : neighbourG - stream.NextUniform(0.3, 0.9));
        DistancePixels = AbMagnitude.Round(distanceArcsec / ArcsecPerPixel);
        First = CatalogSource.Draw(distanceArcsec, score, neighbourG, ref stream) with { R = ReferenceR };
        var second = distanceArcsec + stream.NextUniform(2.5, 10);
        Second = CatalogSource.Draw(second, stream.NextUnit(), stream.NextUniform(16, 22.5), ref stream);
        var third = second + stream.NextUniform(1, 12);
        Third = third < 30 ? CatalogSource.Draw(third, stream.NextUnit(), stream.NextUniform(16, 22.5), ref stream) : CatalogSource.None;
        CatalogCount = 3 + stream.NextInt(15);
        PositionAngleTurns = stream.NextUnit();
        var isStar = simulated.Surroundings is Surroundings.Star or Surroundings.BrightStar;
        GaiaDistanceArcsec = AbMagnitude.Round(isStar ? distanceArcsec + 0.02 : stream.NextUniform(3, 25));
        GaiaMagnitude = AbMagnitude.Round(isStar ? neighbourG - 0.2 : stream.NextUniform(14.5, 20.5));
        var isBright = isStar && GaiaMagnitude < 14;
        var hasBrightGaia = isBright || stream.NextChance(0.15);
        BrightGaiaDistanceArcsec = hasBrightGaia ? isBright ? GaiaDistanceArcsec : AbMagnitude.Round(stream.NextUniform(25, 90)) : -999;
        BrightGaiaMagnitude = hasBrightGaia ? isBright ? GaiaMagnitude : AbMagnitude.Round(stream.NextUniform(11, 14)) : -999;
        Chi = AbMagnitude.Round(isStar ? stream.NextUniform(0.2, 0.9) : stream.NextUniform(0.8, 3));
        Sharpness = AbMagnitude.Round(isStar ? stream.NextUniform(-0.03, 0.03) : stream.NextUniform(0.05, 0.9));
    }

    /// <summary>Magnitude in g and in r of the nearest source of the reference image.</summary>
    public readonly double ReferenceG, ReferenceR;

    /// <summary>Distance to it, in pixels, direction to it, and what DAOPhot says of its shape.</summary>
    public readonly double DistancePixels, PositionAngleTurns, Chi, Sharpness;

    public readonly CatalogSource First, Second, Third;

    /// <summary>PS1 sources within 30 arcsec.</summary>
    public readonly int CatalogCount;

    public readonly double GaiaDistanceArcsec, GaiaMagnitude, BrightGaiaDistanceArcsec, BrightGaiaMagnitude;

    /// <summary>Magnitude of the nearest reference source in a filter.</summary>
    public double Reference(int fid) => fid == 1 ? ReferenceG : ReferenceR;

    /// <summary>Error of that magnitude.</summary>
    public double ReferenceError(int fid) =>
        AbMagnitude.Round(Math.Clamp(0.01 + (0.2 * AbMagnitude.ToFlux(22.5) / AbMagnitude.ToFlux(Reference(fid))), 0.01, 0.3));

    public static Neighbourhood Of(SimulatedObject simulated)
    {
        var stream = new SeededStream(SeededStream.Key(simulated.Key, NeighbourhoodKey));
        return new Neighbourhood(simulated, ref stream);
    }
}
