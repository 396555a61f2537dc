using Boom.Core.Sky;
using Xunit;

namespace Boom.Tests.Core.Sky;

public sealed class SkyCoordinatesTests
{
    [Theory]
    [InlineData("150.1", 150.1)]
    [InlineData("0", 0)]
    [InlineData("10:00:24.0", 150.1)]
    [InlineData("10h00m24s", 150.1)]
    [InlineData("23:59", 359.75)]
    public void TryParseRa_Valid_GivesDegrees(string text, double degrees)
    {
        Assert.True(SkyCoordinates.TryParseRa(text, out var ra));
        Assert.Equal(degrees, ra, 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("360")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("24:00:00")]
    [InlineData("-10:00:00")]
    [InlineData("10:60:00")]
    [InlineData("10:00:60")]
    [InlineData("10:5.5:00")]
    [InlineData("ten")]
    [InlineData("1:2:3:4")]
    public void TryParseRa_Invalid_IsRefused(string text) => Assert.False(SkyCoordinates.TryParseRa(text, out _));

    [Theory]
    [InlineData("-2.2", -2.2)]
    [InlineData("-02:12:00", -2.2)]
    [InlineData("-0:30", -0.5)]
    [InlineData("+2d12m00s", 2.2)]
    [InlineData("90", 90)]
    public void TryParseDec_Valid_GivesDegrees(string text, double degrees)
    {
        Assert.True(SkyCoordinates.TryParseDec(text, out var dec));
        Assert.Equal(degrees, dec, 10);
    }

    [Theory]
    [InlineData("90.0001")]
    [InlineData("-90:00:01")]
    [InlineData("Infinity")]
    [InlineData("--2")]
    public void TryParseDec_Invalid_IsRefused(string text) => Assert.False(SkyCoordinates.TryParseDec(text, out _));

    [Theory]
    [InlineData("5", 5)]
    [InlineData("5\"", 5)]
    [InlineData("2'", 120)]
    [InlineData("0.1d", 360)]
    [InlineData("10d", 36000)]
    public void TryParseRadius_Valid_GivesArcseconds(string text, double arcseconds)
    {
        Assert.True(SkyCoordinates.TryParseRadius(text, out var radius));
        Assert.Equal(arcseconds, radius, 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10.001d")]
    [InlineData("NaN")]
    public void TryParseRadius_Invalid_IsRefused(string text) => Assert.False(SkyCoordinates.TryParseRadius(text, out _));
}
