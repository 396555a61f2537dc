using Boom.Core.Sky;
using Xunit;

namespace Boom.Tests.Core.Sky;

public sealed class SkyGeometryTests
{
    [Theory]
    [InlineData(45, 45, 46, 46, 1.221153650840359)]
    [InlineData(0, 0, 180, 0, 180)]
    [InlineData(359.5, 0, 0.5, 0, 1)]
    [InlineData(10, 90, 200, 90, 0)]
    [InlineData(10, 89, 190, 89, 2)]
    public void SeparationDegrees_KnownPairs_IsExact(double ra1, double dec1, double ra2, double dec2, double expected)
        => Assert.Equal(expected, SkyGeometry.SeparationDegrees(new(ra1, dec1), new(ra2, dec2)), 1e-11);

    [Fact]
    public void SeparationArcsec_TinyStep_KeepsItsDigits()
        => Assert.Equal(0.001, SkyGeometry.SeparationArcsec(new(123.4, 56), new(123.4, 56 + (0.001 / 3600))), 1e-9);

    [Theory]
    [InlineData(45, 45, 145.56299769769032, -12.148257544681918, 1e-12)]
    [InlineData(295.3031995, -10.3958989, 29.12243661, -15.71834500, 1e-8)]
    [InlineData(55.75212760972686, -32.26847858422095, -128.5574866, -52.6338636, 1e-7)]
    [InlineData(210.46665487799385, 15.465407817355283, 1.0179565, 69.9126858, 1e-7)]
    [InlineData(262.57510324672927, 7.263941826142513, 30.2072112, 21.3287973, 1e-7)]
    public void Galactic_KnownPositions_IsThatOfTheReference(double ra, double dec, double l, double b, double tolerance)
    {
        var galactic = SkyGeometry.ToGalactic(new(ra, dec));
        Assert.Equal(l, galactic.LDegrees, tolerance);
        Assert.Equal(b, galactic.BDegrees, tolerance);
    }
}
