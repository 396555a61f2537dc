using Boom.Core.Sky;
using Boom.Simulation.Catalogs;
using CsCheck;
using Xunit;

namespace Boom.Tests.Simulation.Catalogs;

public sealed class HostlessPlacesTests
{
    // Crowded about 0h, so that cones often reach over it, and up to the declinations of the northernmost fields.
    static readonly Gen<SkyPosition> _position = Gen.Select(Gen.Double[-0.15, 0.15], Gen.Double[75, 75.3]).Select(
        (ra, dec) => new SkyPosition(ra < 0 ? ra + 360 : ra, dec));

    [Fact]
    public void IsWithin_AnyPlaces_AgreesWithBruteForce() =>
        Gen.Select(_position.Array[0, 30], _position, Gen.Double[1, 300]).Sample((places, position, reach) =>
        {
            var hostless = new HostlessPlaces();
            foreach (var place in places)
                hostless.Add(place);
            var nearest = places.Length == 0 ? double.MaxValue : places.Min(place => SkyGeometry.SeparationArcsec(place, position));

            // Detections scatter by less than an arcsecond; distances are right to one in a thousand.
            if (nearest < reach)
                Assert.True(hostless.IsWithin(position, reach));
            else if (nearest > reach + 1.5)
                Assert.False(hostless.IsWithin(position, reach));
        });

    [Fact]
    public void IsWithin_ManyPlacesOfTheRightAscensionAtWhichTheSearchBegins_FindsEachOfThem()
    {
        double[] decs = [75, 75.01, 75.02, 75.03, 75.04];
        var hostless = new HostlessPlaces();
        foreach (var dec in decs)
            hostless.Add(new SkyPosition(0, dec));

        // Its cone reaches over 0h, where the search begins again.
        Assert.All(decs, dec => Assert.True(hostless.IsWithin(new SkyPosition(359.9999, dec), 5)));
    }

    [Fact]
    public void IsWithin_NoReach_IsFalse()
    {
        var hostless = new HostlessPlaces();
        hostless.Add(new SkyPosition(10, 20));

        Assert.False(hostless.IsWithin(new SkyPosition(10, 20), 0));
    }
}
