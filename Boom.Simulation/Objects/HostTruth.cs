using Boom.Core.Sky;
using Boom.Simulation.Surveys.Ztf;

namespace Boom.Simulation.Objects;

/// <summary>The galaxy that an object lies in: the nearest source of its packets, and a row of the simulated catalogues.</summary>
/// <param name="Position">Its centre.</param>
/// <param name="Redshift">Redshift of galaxy and object.</param>
/// <param name="OffsetArcsec">From the object to the centre, in seconds of arc.</param>
/// <param name="OffsetKpc">The same in kiloparsec by the linear law of the matching: offset · redshift / 0.05.</param>
public sealed record HostTruth(SkyPosition Position, double Redshift, double OffsetArcsec, double OffsetKpc)
{
    /// <summary>The host of an object, or null: stars, asteroids and artefacts have none, nor have hostless supernovae.</summary>
    internal static HostTruth? Of(SimulatedObject simulated)
    {
        if (simulated.Redshift is not { } redshift || simulated.Surroundings is not (Surroundings.HostGalaxy or Surroundings.Nucleus))
            return null;
        var near = Neighbourhood.Of(simulated);
        var (ra, dec) = DetectionEncoder.NearestReference(near, simulated);
        var offset = near.First.DistanceArcsec;
        return new HostTruth(new SkyPosition(ra, dec), redshift, offset, offset * redshift / 0.05);
    }
}
