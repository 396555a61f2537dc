namespace Boom.Simulation.Stamps;

/// <summary>The three stamps of a packet, FITS compressed by gzip.</summary>
sealed record StampTriplet(byte[] Science, byte[] Template, byte[] Difference)
{
    /// <summary>Bytes of the three.</summary>
    public int TotalBytes => Science.Length + Template.Length + Difference.Length;
}
