using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>What the stages need to know of a stored alert.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Origin">The packet that brought it, without its time; null when the document does not say.</param>
public readonly record struct StoredAlert(AlertState State, PacketOrigin? Origin)
{
    /// <summary>Whether it was this packet that brought it.</summary>
    public bool CameIn(in PacketOrigin packet) => Origin is { } origin && origin.IsSamePacket(packet);
}

/// <summary>How far a stored alert has come.</summary>
public enum AlertState
{
    /// <summary>Its document is stored.</summary>
    Stored,

    /// <summary>It has been through the enricher as well.</summary>
    Enriched,
}
