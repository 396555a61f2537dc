using Boom.Core.Alerts;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>Everything one batch of packets writes.</summary>
/// <param name="Survey">Survey of the packets.</param>
/// <param name="Alerts">Alerts not stored yet, in order of arrival; several may belong to one object.</param>
/// <param name="Ledger">Outcomes of the packets, at most one per offset.</param>
/// <param name="DeadLetters">Packets given up.</param>
public sealed record AlertBatch(
    Survey Survey,
    IReadOnlyList<AlertWrite> Alerts,
    IReadOnlyList<LedgerEntry> Ledger,
    IReadOnlyList<DeadLetter> DeadLetters)
{
    /// <summary>
    /// Whether the caller has just looked the alerts up and found none of them stored: the store looks again only for those that another worker may
    /// have stored since.
    /// </summary>
    public bool IsLookedUp { get; init; }

    /// <summary>Where partners of the objects are looked for once they are written; none by default.</summary>
    public IReadOnlyList<AliasRule> AliasRules { get; init; } = [];

    /// <summary>Objects of the batch at places of watch lists.</summary>
    public IReadOnlyList<WatchlistHit> WatchlistHits { get; init; } = [];
}

/// <summary>An alert that the store will never take (its object has outgrown a document, say).</summary>
/// <param name="Candid">The alert.</param>
/// <param name="Origin">Its packet: the ledger entry of the packet was left out too.</param>
/// <param name="Detail">One sentence for a person.</param>
public sealed record WriteFailure(long Candid, PacketOrigin Origin, string Detail);
