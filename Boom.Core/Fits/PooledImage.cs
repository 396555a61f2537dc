using System.Buffers;

namespace Boom.Core.Fits;

/// <summary>A two-dimensional image in physical units, in pooled memory.</summary>
public readonly struct PooledImage : IDisposable
{
    readonly float[] _pixels;

    internal PooledImage(int width, int height, float[] pixels) => (Width, Height, _pixels) = (width, height, pixels);

    /// <summary>Pixels in a row (NAXIS1).</summary>
    public int Width { get; }

    /// <summary>Rows (NAXIS2).</summary>
    public int Height { get; }

    /// <summary>All pixels, row after row, in the order of the file; NaN where there is no measurement. Until it is disposed of.</summary>
    public ReadOnlySpan<float> Pixels => _pixels.AsSpan(0, Width * Height);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<float>.Shared.Return(_pixels);
}
