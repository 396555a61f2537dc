

namespace Boom.Core.Fits;

/// <summary>Turns a cutout into grey levels that an eye can judge.</summary>
public static class StampRenderer
{
    /// <summary>Black lies this many standard deviations of the sky below it, white at least so many above.</summary>
    const double DarkSigmas = 1.5, LeastBrightSigmas = 10;

    /// <summary>White, as a fraction of the pixels below it: about the core of one star in a stamp of 63 × 63.</summary>
    const double BrightFraction = 0.997;

    /// <summary>Where the asinh scale turns from linear to logarithmic, as a fraction of the range.</summary>
    const double Softening = 0.2;

    /// <summary>Standard deviation of a normal distribution in units of its median absolute deviation.</summary>
    const double SigmaPerDeviation = 1.4826;

    /// <summary>
    /// Grey levels, rows from the top: sky dark grey, asinh-scaled, each pixel <paramref name="zoom"/> × <paramref name="zoom"/>
    /// large. NaN is black. ZTF images have their first row in the north, so it comes out on top.
    /// </summary>
    public static (int Width, byte[] Grey) Render(FitsImage image, int zoom)
    {
        var (dark, bright) = Limits(image.Pixels);
        var width = image.Width * zoom;
        var grey = new byte[width * image.Height * zoom];
        for (var y = 0; y < image.Height * zoom; y++)
        {
            for (var x = 0; x < width; x++)
                grey[(y * width) + x] = Level(image[x / zoom, y / zoom], dark, bright);
        }

        return (width, grey);
    }

    static (double Dark, double Bright) Limits(float[] pixels)
    {
        var finite = Array.FindAll(pixels, float.IsFinite);
        if (finite.Length == 0)
            return (0, 0);
        Array.Sort(finite);
        var sky = finite[finite.Length / 2];
        var bright = finite[(int)(BrightFraction * (finite.Length - 1))];
        var deviations = Array.ConvertAll(finite, pixel => Math.Abs(pixel - sky));
        Array.Sort(deviations);
        var sigma = SigmaPerDeviation * deviations[deviations.Length / 2];
        return (sky - (DarkSigmas * sigma), Math.Max(bright, sky + (LeastBrightSigmas * sigma)));
    }

    static byte Level(float pixel, double dark, double bright)
    {
        if (float.IsNaN(pixel))
            return 0;
        if (bright <= dark)
            return 128;
        var scaled = Math.Clamp((pixel - dark) / (bright - dark), 0, 1);
        return (byte)Math.Round(255 * Math.Asinh(scaled / Softening) / Math.Asinh(1 / Softening));
    }
}
