namespace Boom.Core.Store;

/// <summary>Stages that give messages up.</summary>
public static class DeadLetterStages
{
    /// <summary>The payload is a packet.</summary>
    public const string Alert = "alert";

    /// <summary>The payload is a candid in decimal ASCII.</summary>
    public const string Enrichment = "enrichment";
}
