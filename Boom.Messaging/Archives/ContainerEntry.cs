namespace Boom.Messaging.Archives;

/// <summary>One thing in a container.</summary>
/// <param name="Name">Name in the container; empty in one that holds a single thing.</param>
/// <param name="Contents">Its bytes, to be read before the next entry is asked for; null when it has none that can be read.</param>
/// <param name="Problem">Why it cannot be read, to be said of its name; null when it can.</param>
sealed record ContainerEntry(string Name, Stream? Contents, string? Problem = null)
{
    /// <summary>Bytes of its contents, when they are told.</summary>
    public long? Length { get; init; }

    /// <summary>CRC-32 of its contents, when it is told.</summary>
    public uint? Crc32 { get; init; }
}
