namespace Boom.Core.Pipeline;

/// <summary>The outcome of one packet, as written to the ledger.</summary>
public readonly record struct LedgerEntry(PacketOrigin Origin, PacketOutcome Outcome);
