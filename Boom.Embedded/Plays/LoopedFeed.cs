using Boom.Core.Plays;

namespace Boom.Embedded.Plays;

/// <summary>A feed played over and over, without end.</summary>
public sealed class LoopedFeed(IPacketFeed inner) : IPacketFeed
{
    /// <summary>How the source of a looped feed begins; that of the feed inside follows.</summary>
    public const string Prefix = "loop:";

    public string Source => Prefix + inner.Source;

    public long? Count => null;

    public IReadOnlyList<string> Problems => inner.Problems;

    public IReadOnlyList<string> Remarks => inner.Remarks;

    public bool IsFixed => inner.IsFixed;

    public bool IsEndless => true;

    public IPacketFeed Round => inner;

    public bool IsSimulated => inner.IsSimulated;

    public bool IsOf(string source) => source.StartsWith(Prefix, StringComparison.Ordinal) && inner.IsOf(source[Prefix.Length..]);

    public string? NameOf(long number)
    {
        // How many there are in a round is known for certain only by reading it.
        var round = inner.Read(0).LongCount();
        return round == 0 ? null : inner.NameOf(number % round);
    }

    public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
    {
        var skip = first;
        while (true)
        {
            long round = 0;
            foreach (var packet in inner.Read(0))
            {
                round++;
                if (skip > 0)
                    skip--;
                else
                    yield return packet;
            }

            if (round == 0)
                yield break;
            skip %= round;
        }
    }
}
