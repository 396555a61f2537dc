using Boom.Core.Fits;

namespace Boom.Cli.Rendering;

/// <summary>Turns a cutout into grey levels that an eye can judge.</summary>
internal static class StampRenderer
{
    /// <summary>Dark and bright ends of the scale, as fractions of the pixels below them.</summary>
    const double DarkFraction = 0.01, BrightFraction = 0.997;

    /// <summary>Where the asinh scale turns from linear to logarithmic, as a fraction of the range.</summary>
    const double Softening = 0.1;

    /// <summary>
    /// Grey levels, rows from the top: clipped at percentiles, asinh-scaled, each pixel <paramref name="zoom"/> × <paramref name="zoom"/>
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
        var sorted = Array.FindAll(pixels, float.IsFinite);
        if (sorted.Length == 0)
            return (0, 0);
        Array.Sort(sorted);
        return (sorted[(int)(DarkFraction * (sorted.Length - 1))], sorted[(int)(BrightFraction * (sorted.Length - 1))]);
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
