namespace Boom.Core.Store;

/// <summary>How far a stored alert has come.</summary>
public enum AlertState
{
    /// <summary>Its document is stored.</summary>
    Stored,

    /// <summary>It has been through the enricher as well.</summary>
    Enriched,
}
