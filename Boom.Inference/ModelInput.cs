using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Boom.Inference;

/// <summary>What is put into one input tensor of a network: either stamps or columns.</summary>
/// <param name="Stamps">Cutouts, one per channel, e.g. <c>cutoutScience</c>; empty when the input has columns.</param>
/// <param name="Size">Pixels a side, 1 to <see cref="LargestSize"/>: smaller cutouts are padded with zeros, larger ones cropped, both round the centre.</param>
/// <param name="Layout">Order of the axes.</param>
/// <param name="Normalise">What is done to each channel.</param>
/// <param name="Columns">
/// Numbers of the alert by their paths, e.g. <c>candidate.fwhm</c>, and of the survey's own making, e.g. <c>derived.age</c>; empty when the input has stamps.
/// </param>
public sealed record ModelInput(
    ImmutableArray<string> Stamps = default,
    int Size = 63,
    StampLayout Layout = StampLayout.Nhwc,
    StampNorm Normalise = StampNorm.L2,
    ImmutableArray<string> Columns = default)
{
    static readonly string[] Cutouts = ["cutoutScience", "cutoutTemplate", "cutoutDifference"];

    /// <summary>The largest stamp, pixels a side.</summary>
    public const int LargestSize = 512;

    /// <summary>Numbers per alert.</summary>
    [JsonIgnore]
    public int Length => Columns.IsDefaultOrEmpty ? Size * Size * Stamps.Length : Columns.Length;

    /// <summary>Shape of the tensor for a number of alerts.</summary>
    public long[] Shape(int alerts) => (Columns.IsDefaultOrEmpty, Layout) switch
    {
        (false, _) => [alerts, Columns.Length],
        (true, StampLayout.Nhwc) => [alerts, Size, Size, Stamps.Length],
        _ => [alerts, Stamps.Length, Size, Size],
    };

    internal string? FindProblem()
    {
        if (Stamps.IsDefaultOrEmpty == Columns.IsDefaultOrEmpty)
            return "give either stamps or columns.";
        if (!Stamps.IsDefaultOrEmpty && Stamps.FirstOrDefault(stamp => !Cutouts.Contains(stamp)) is { } other)
            return $"'{other}' is no cutout; there are {string.Join(", ", Cutouts)}.";
        if (Size is < 1 or > LargestSize)
            return $"size is {Size}; it is 1 to {LargestSize} pixels.";
        return Columns.IsDefaultOrEmpty || Columns.All(column => column.Length > 0 && !column.Split('.').Contains("")) ? null : "a column has an empty name.";
    }

    /// <summary>Whether both ask for the same numbers.</summary>
    public bool Equals(ModelInput? other) => other is not null && Stamps.AsSpan().SequenceEqual(other.Stamps.AsSpan())
        && Columns.AsSpan().SequenceEqual(other.Columns.AsSpan()) && (Size, Layout, Normalise) == (other.Size, other.Layout, other.Normalise);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Stamps.AsSpan().Length, Columns.AsSpan().Length, Size, Layout, Normalise);
}

/// <summary>Order of the axes of stamps.</summary>
public enum StampLayout
{
    /// <summary>Alert, row, column, channel: Keras.</summary>
    Nhwc,

    /// <summary>Alert, channel, row, column: PyTorch.</summary>
    Nchw,
}

/// <summary>What is done to the pixels of a channel, once NaN is 0 and ±∞ the largest number.</summary>
public enum StampNorm
{
    /// <summary>Divided by the root of the sum of their squares; all zero stays so.</summary>
    L2,

    /// <summary>Nothing.</summary>
    None,
}
