using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>An alert that the store will never take (its object has outgrown a document, say).</summary>
/// <param name="Candid">The alert.</param>
/// <param name="Origin">Its packet: the ledger entry of the packet was left out too.</param>
/// <param name="Detail">One sentence for a person.</param>
public sealed record WriteFailure(long Candid, PacketOrigin Origin, string Detail);
