using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>The outcome of one packet, as written to the ledger.</summary>
/// <param name="Origin">The packet.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Fingerprint">
/// <see cref="PacketMark.FingerprintOf"/> its payload; 0 when it was not taken. The ledger keeps that of the highest offset it has seen.
/// </param>
public readonly record struct LedgerEntry(PacketOrigin Origin, PacketOutcome Outcome, ulong Fingerprint = 0);
