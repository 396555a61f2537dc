namespace Boom.Core.Store;

/// <summary>How much a store holds of one survey.</summary>
public readonly record struct StoreCounts(long Alerts, long Enriched, long Objects, long Cutouts, long DeadLetters);
