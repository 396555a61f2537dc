namespace Boom.Messaging.Archives;

/// <summary>Reads a container entry by entry, in constant memory.</summary>
interface IContainerReader : IDisposable
{
    /// <summary>The next entry; null at the end.</summary>
    /// <exception cref="EndOfStreamException">The container is cut off.</exception>
    /// <exception cref="InvalidDataException">The container is damaged.</exception>
    ContainerEntry? ReadNext();
}

/// <summary>One thing in a container.</summary>
/// <param name="Name">Name in the container; empty in one that holds a single thing.</param>
/// <param name="Contents">Its bytes, to be read before the next entry is asked for; null when it has none that can be read.</param>
/// <param name="Problem">Why it cannot be read, to be said of its name; null when it can.</param>
/// <param name="Length">Bytes of its contents, when they are told.</param>
/// <param name="Crc32">CRC-32 of its contents, when it is told.</param>
sealed record ContainerEntry(string Name, Stream? Contents, string? Problem = null, long? Length = null, uint? Crc32 = null);
