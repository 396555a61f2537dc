namespace Boom.Core.Sky;

/// <summary>Neighbouring HEALPix cells of order 29, nested numbering.</summary>
/// <param name="First">First cell, inclusive.</param>
/// <param name="Last">Last cell, inclusive.</param>
public readonly record struct HealpixRange(long First, long Last)
{
    /// <summary>Whether the cell is one of them.</summary>
    public bool Contains(long cell29) => cell29 >= First && cell29 <= Last;
}
