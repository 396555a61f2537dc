namespace Boom.Messaging.Archives;

/// <summary>Reads a container entry by entry, in constant memory.</summary>
interface IContainerReader : IDisposable
{
    /// <summary>The next entry; null at the end.</summary>
    /// <exception cref="EndOfStreamException">The container is cut off.</exception>
    /// <exception cref="InvalidDataException">The container is damaged.</exception>
    ContainerEntry? ReadNext();
}
