namespace Boom.Core.Store;

/// <summary>What the enricher writes back to one alert document; the alert counts as enriched from then on.</summary>
/// <param name="Candid">Key of the alert.</param>
/// <param name="SetFields">BSON document whose top-level fields replace or join those of the stored document.</param>
public sealed record EnrichmentUpdate(long Candid, ReadOnlyMemory<byte> SetFields);
