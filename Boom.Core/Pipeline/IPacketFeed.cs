namespace Boom.Core.Pipeline;

/// <summary>A sequence of packets that can be opened anywhere: a simulated night, files and archives.</summary>
public interface IPacketFeed
{
    /// <summary>What is played, as text from which an equal feed can be made again.</summary>
    string Source { get; }

    /// <summary>Number of packets, when it is known before reading.</summary>
    long? Count { get; }

    /// <summary>Sentences about parts that could not be read so far, for a person; the readable rest is delivered.</summary>
    IReadOnlyList<string> Problems { get; }

    /// <summary>The packets from number <paramref name="first"/> on; each is valid until the next is asked for.</summary>
    IEnumerable<ReadOnlyMemory<byte>> Read(long first);
}
