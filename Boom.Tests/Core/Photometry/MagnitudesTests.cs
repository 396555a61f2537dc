using Boom.Core.Photometry;
using Xunit;

namespace Boom.Tests.Core.Photometry;

public sealed class MagnitudesTests
{
    [Theory]
    [InlineData(23.9f, 18.147425f)]
    [InlineData(25f, 19.247425f)]
    public void FromFlux_KnownFlux_GivesMagnitudeAndError(float zeroPoint, float expected)
    {
        var (mag, magErr) = Magnitudes.FromFlux(200, 20, zeroPoint);

        Assert.Equal(expected, mag, 1e-5f);
        Assert.Equal(0.108574f, magErr, 1e-5f);
    }

    [Theory]
    [InlineData(19.5f, true)]
    [InlineData(0.03f, true)]
    [InlineData(0f, false)]
    [InlineData(-999f, false)]
    [InlineData(99f, false)]
    [InlineData(float.NaN, false)]
    [InlineData(float.PositiveInfinity, false)]
    public void IsReal_Magnitude_IsAboveNoneAndBelowFifty(float mag, bool expected) => Assert.Equal(expected, Magnitudes.IsReal(mag));

    [Theory]
    [InlineData(0.1f, true)]
    [InlineData(0f, false)]
    [InlineData(-0.1f, false)]
    [InlineData(float.NaN, false)]
    [InlineData(float.PositiveInfinity, false)]
    public void IsRealError_Error_IsPositiveAndFinite(float error, bool expected) => Assert.Equal(expected, Magnitudes.IsRealError(error));

    [Fact]
    public void FromFlux_NoFlux_IsInfinitelyFaint() =>
        Assert.Equal((float.PositiveInfinity, float.PositiveInfinity), Magnitudes.FromFlux(0, 20, 23.9f));

    [Fact]
    public void ToFlux_OfAMagnitude_TurnsBackIntoIt()
    {
        var (flux, fluxErr) = Magnitudes.ToFlux(17.25f, 0.03f, Magnitudes.MicrojanskyZeroPoint);

        var (mag, magErr) = Magnitudes.FromFlux(flux, fluxErr, Magnitudes.MicrojanskyZeroPoint);

        Assert.Equal(17.25f, mag, 1e-5f);
        Assert.Equal(0.03f, magErr, 1e-6f);
    }
}
