using Boom.Core.Sky;
using Boom.Core.Surveys;

namespace Boom.Enricher;

/// <summary>
/// What enrichment needs beside documents, as the configuration names it. What cannot be used is a problem, told in a sentence; the enrichers go on without
/// it, and what depends on it is null.
/// </summary>
/// <param name="Settings">For the surveys.</param>
/// <param name="Problem">A sentence without end; null for none.</param>
public sealed record EnrichmentInputs(EnrichmentSettings Settings, string? Problem)
{
    /// <summary>Reads the files that the options name.</summary>
    public static EnrichmentInputs Open(EnricherOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Footprint))
            return new EnrichmentInputs(EnrichmentSettings.None, null);
        try
        {
            return new EnrichmentInputs(new EnrichmentSettings(SkyFootprint.Read(options.Footprint)), null);
        }
        catch (SkyFootprintException fault)
        {
            return new EnrichmentInputs(
                EnrichmentSettings.None, $"{EnricherOptions.Section}:{nameof(EnricherOptions.Footprint)}: {fault.Message.TrimEnd('.')}; flags that need it are null until then");
        }
    }
}
