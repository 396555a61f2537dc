namespace Boom.Messaging.Archives;

/// <summary>A container that is being read, maybe inside another.</summary>
/// <param name="Reader">Reads it, and nothing else.</param>
/// <param name="Prefix">Where it lies in the outermost one; empty for that.</param>
/// <param name="InnerName">The name of what it holds when it holds one thing: its own, less the ending.</param>
/// <param name="IsCompression">It holds one thing.</param>
/// <param name="IsNamed">A person named it.</param>
sealed record ContainerLevel(IContainerReader Reader, string Prefix, string InnerName, bool IsCompression, bool IsNamed)
{
    /// <summary>The schema that it has for records without one; null for none.</summary>
    public BareRecords? Records { get; set; }

    /// <summary>Packets found in it.</summary>
    public long Packets { get; set; }

    /// <summary>Something about it has been told.</summary>
    public bool HasTold { get; set; }
}
