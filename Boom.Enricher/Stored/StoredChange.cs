using Boom.Inference;

namespace Boom.Enricher.Stored;

/// <summary>What enrichment changes of a stored alert.</summary>
/// <param name="OfProperties">Whether the properties are others.</param>
/// <param name="OfNetworks">A bit for each network whose score, version or reason is another, in their order.</param>
readonly record struct StoredChange(bool OfProperties, ulong OfNetworks)
{
    /// <summary>Whether anything is changed.</summary>
    public bool IsAny => OfProperties || OfNetworks != 0;

    /// <summary>Compares what was found with what is stored.</summary>
    public static StoredChange Of(in EnrichedAlert enriched, IReadOnlyList<ScheduledNetwork> networks)
    {
        ulong changed = 0;
        for (var i = 0; i < enriched.Outcomes.Length; i++)
            changed |= StoredDifference.InScore(enriched.Alert.Document.Span, networks[i], enriched.Outcomes[i]) ? 1UL << i : 0;
        return new StoredChange(StoredDifference.InProperties(enriched), changed);
    }

    /// <summary>Whether a network's is.</summary>
    public bool IsOfNetwork(int network) => (OfNetworks & (1UL << network)) != 0;

    /// <summary>Both.</summary>
    public StoredChange And(StoredChange other) => new(OfProperties || other.OfProperties, OfNetworks | other.OfNetworks);
}
