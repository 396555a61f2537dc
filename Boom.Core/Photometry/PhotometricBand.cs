namespace Boom.Core.Photometry;

/// <summary>Bands of light-curve statistics, in the order in which they are stored.</summary>
public enum PhotometricBand : byte
{
    G,
    R,
    I,
    Z,
    Y,
    U,
    J,
    H,
    K,
}
