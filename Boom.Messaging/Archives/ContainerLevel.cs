namespace Boom.Messaging.Archives;

/// <summary>A container that is being read, maybe inside another.</summary>
/// <param name="reader">Reads it.</param>
/// <param name="prefix">Where it lies in the outermost one; empty for that.</param>
/// <param name="innerName">The name of what it holds when it holds one thing: its own, less the ending.</param>
/// <param name="isCompression">It holds one thing.</param>
/// <param name="isNamed">A person named it.</param>
sealed class ContainerLevel(IContainerReader reader, string prefix, string innerName, bool isCompression, bool isNamed)
{
    public IContainerReader Reader => reader;

    public string Prefix => prefix;

    public string InnerName => innerName;

    public bool IsCompression => isCompression;

    public bool IsNamed => isNamed;

    /// <summary>Packets found in it.</summary>
    public long Packets { get; set; }

    /// <summary>Something about it has been told.</summary>
    public bool HasTold { get; set; }
}
