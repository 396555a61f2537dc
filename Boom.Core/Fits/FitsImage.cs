namespace Boom.Core.Fits;

/// <summary>A two-dimensional image in physical units.</summary>
public sealed class FitsImage
{
    /// <param name="width">Pixels in a row (NAXIS1).</param>
    /// <param name="height">Rows (NAXIS2).</param>
    /// <param name="pixels">Row after row, in the order of the file; NaN where there is no measurement.</param>
    public FitsImage(int width, int height, float[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, checked(width * height));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All pixels, row after row, in the order of the file.</summary>
    public float[] Pixels { get; }

    /// <summary>The pixel in column <paramref name="x"/> and row <paramref name="y"/>, both from 0.</summary>
    public float this[int x, int y] => Pixels[(y * Width) + x];
}
