using Boom.Core.Fits;
using Xunit;

namespace Boom.Tests.Core.Fits;

public sealed class StampRendererTests
{
    [Fact]
    public void Render_Star_IsBrightOnDarkSky()
    {
        var (width, grey) = StampRenderer.Render(Star(centreX: 10, centreY: 5), zoom: 1);

        Assert.Equal(21, width);
        Assert.True(grey[(5 * width) + 10] > 200);
        Assert.True(grey[(18 * width) + 2] < 60);
    }

    [Fact]
    public void Render_FirstRow_IsOnTop()
    {
        var (width, grey) = StampRenderer.Render(Star(centreX: 10, centreY: 1), zoom: 4);

        Assert.True(grey[(1 * 4 * width) + 40] > 200);
    }

    [Fact]
    public void Render_Zoom_RepeatsPixels()
    {
        var (width, grey) = StampRenderer.Render(new FitsImage(2, 1, [0, 1]), zoom: 2);

        Assert.Equal(4, width);
        Assert.Equal(grey[..4], grey[4..]);
        Assert.Equal((grey[0], grey[2]), (grey[1], grey[3]));
    }

    [Fact]
    public void Render_NaN_IsBlack()
    {
        var pixels = Star(10, 10).Pixels;
        pixels[0] = float.NaN;

        Assert.Equal(0, StampRenderer.Render(new FitsImage(21, 21, pixels), 1).Grey[0]);
    }

    [Theory]
    [InlineData(5f, 128)]
    [InlineData(float.NaN, 0)]
    public void Render_ConstantImage_IsEven(float value, byte expected)
    {
        var (_, grey) = StampRenderer.Render(new FitsImage(2, 2, [value, value, value, value]), 1);

        Assert.All(grey, level => Assert.Equal(expected, level));
    }

    /// <summary>A Gaussian star of 1000 counts on a sky of 100 with a ripple of 5.</summary>
    static FitsImage Star(int centreX, int centreY)
    {
        var pixels = new float[21 * 21];
        for (var i = 0; i < pixels.Length; i++)
        {
            int x = i % 21, y = i / 21;
            var squared = ((x - centreX) * (x - centreX)) + ((y - centreY) * (y - centreY));
            pixels[i] = 100 + (5 * MathF.Sin(i)) + (1000 * MathF.Exp(-squared / 4f));
        }

        return new FitsImage(21, 21, pixels);
    }
}
