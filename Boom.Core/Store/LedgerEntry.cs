using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>The outcome of one packet, as written to the ledger.</summary>
/// <param name="Origin">The packet.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Fingerprint">
/// <see cref="PacketMark.FingerprintOf"/> its payload; 0 when it was not taken. The ledger keeps that of the highest offset it has seen.
/// </param>
public readonly record struct LedgerEntry(PacketOrigin Origin, PacketOutcome Outcome, ulong Fingerprint = 0);

/// <summary>Neighbouring offsets with one outcome.</summary>
/// <param name="First">First offset, inclusive.</param>
/// <param name="Last">Last offset, inclusive.</param>
/// <param name="Outcome">What became of them.</param>
public readonly record struct LedgerRange(long First, long Last, PacketOutcome Outcome)
{
    /// <summary>Number of offsets.</summary>
    public long Count => Last - First + 1;
}

/// <summary>Neighbouring offsets of one partition with one outcome, to be recorded.</summary>
/// <param name="Topic">Topic, as the ledger names it (<see cref="TopicIncarnation"/>).</param>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="Range">The offsets and their outcome.</param>
public readonly record struct LedgerSpan(string Topic, int Partition, LedgerRange Range);
