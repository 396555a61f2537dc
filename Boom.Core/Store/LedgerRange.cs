namespace Boom.Core.Store;

/// <summary>Neighbouring offsets with one outcome.</summary>
/// <param name="First">First offset, inclusive.</param>
/// <param name="Last">Last offset, inclusive.</param>
/// <param name="Outcome">What became of them.</param>
public readonly record struct LedgerRange(long First, long Last, PacketOutcome Outcome)
{
    /// <summary>Number of offsets.</summary>
    public long Count => Last - First + 1;
}
