using System.Text;
using Boom.Core.Sky;
using Boom.Simulation;
using Boom.Simulation.Catalogs;
using CsCheck;
using Xunit;

namespace Boom.Tests.Simulation.Catalogs;

public sealed class SkyOffsetsTests
{
    static readonly Gen<SkyPosition> _position = Gen.Select(Gen.Double[0, 359.9999], Gen.Double[-30, 76]).Select((ra, dec) => new SkyPosition(ra, dec));

    [Fact]
    public void Move_AnyDirection_IsAsFarAsSaid() =>
        Gen.Select(_position, Gen.Double[0.5, 300], Gen.Double[0, 1]).Sample((from, arcsec, turns) =>
        {
            var moved = SkyOffsets.Move(from, arcsec, turns);

            Assert.True(moved.IsValid);
            Assert.Equal(arcsec, SkyGeometry.SeparationArcsec(from, moved), 0.001 + (0.005 * arcsec));
            Assert.Equal(SkyGeometry.SeparationArcsec(from, moved), SkyOffsets.Distance(from, moved), 1e-3 * (1 + arcsec));
        });

    [Fact]
    public void GalacticHeight_AnyPosition_IsTheSineOfTheLatitude() =>
        _position.Sample(position => Assert.Equal(
            Math.Abs(Math.Sin(SkyGeometry.ToGalactic(position).BDegrees * SkyGeometry.RadiansPerDegree)), SkyOffsets.GalacticHeight(position), 1e-8));

    [Theory]
    [InlineData(188.736583, 12.582417, "WISEA J123456.77+123456.7")]
    [InlineData(0, -0.0001, "WISEA J000000.00-000000.3")]
    [InlineData(359.99999, 75, "WISEA J235959.99+750000.0")]
    public void Write_Position_CutsTheDigitsOff(double ra, double dec, string expected)
    {
        var name = new byte[SkyNames.MaximumBytes];

        Assert.Equal(expected, Encoding.UTF8.GetString(SkyNames.Write("WISEA", new SkyPosition(ra, dec), name)));
    }

    [Fact]
    public void Scatter_Many_HasTheStatedSigma()
    {
        var stream = new SeededStream(1);
        var from = new SkyPosition(0, 60);
        var squares = 0.0;
        for (var i = 0; i < 4000; i++)
            squares += Math.Pow(SkyGeometry.SeparationArcsec(from, SkyOffsets.Scatter(from, 0.2, ref stream)), 2);

        Assert.Equal(0.2 * Math.Sqrt(2), Math.Sqrt(squares / 4000), 0.01);
    }
}
