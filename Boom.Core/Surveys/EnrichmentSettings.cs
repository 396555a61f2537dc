using Boom.Core.Sky;

namespace Boom.Core.Surveys;

/// <summary>What enrichment needs beside the documents of an alert. One for all workers of a program.</summary>
/// <param name="Footprint">Where catalogues of stars are complete enough that an empty answer means that no star is there; null when nobody has said.</param>
public sealed record EnrichmentSettings(SkyFootprint? Footprint = null)
{
    /// <summary>Nothing is known.</summary>
    public static EnrichmentSettings None { get; } = new();
}
