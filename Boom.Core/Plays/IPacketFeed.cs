namespace Boom.Core.Plays;

/// <summary>A sequence of packets that can be opened anywhere: a simulated night, files and archives.</summary>
public interface IPacketFeed
{
    /// <summary>What is played, as text from which an equal feed can be made again.</summary>
    string Source { get; }

    /// <summary>Number of packets, when it is known before reading.</summary>
    long? Count { get; }

    /// <summary>Sentences about parts that could not be read so far, for a person; the readable rest is delivered.</summary>
    IReadOnlyList<string> Problems { get; }

    /// <summary>Sentences about what was passed over for a good reason so far, for a person.</summary>
    IReadOnlyList<string> Remarks => [];

    /// <summary>The packet of a number is the same for ever; otherwise only its content tells which it was.</summary>
    bool IsFixed => true;

    /// <summary>It has no end.</summary>
    bool IsEndless => false;

    /// <summary>What a feed without end repeats; any other feed itself.</summary>
    IPacketFeed Round => this;

    /// <summary>Its packets are of a sky that never was.</summary>
    bool IsSimulated => false;

    /// <summary>Whether a source noted earlier is this one, even if what is in it has changed.</summary>
    bool IsOf(string source) => source == Source;

    /// <summary>The packets from number <paramref name="first"/> on; each is valid until the next is asked for.</summary>
    IEnumerable<ReadOnlyMemory<byte>> Read(long first);

    /// <summary>When the survey sends the packet of this number, from the first one on; null for a feed that does not say.</summary>
    TimeSpan? SentAfter(long number) => null;

    /// <summary>What a person calls the packet of this number, a file or an entry of an archive; null when it has no name.</summary>
    string? NameOf(long number) => null;
}
