using Boom.Core.Plays;

namespace Boom.Lab.Bench.Latency;

/// <summary>Some neighbouring packets of a pool, played as something of its own.</summary>
/// <param name="first">The first.</param>
/// <param name="count">How many.</param>
internal sealed class PoolPart(PacketPool pool, int first, int count) : IPacketFeed
{
    public string Source { get; } = FormattableString.Invariant($"{pool.Source};packets={first}-{first + count - 1}");

    public long? Count => count;

    public IReadOnlyList<string> Problems => [];

    public bool IsSimulated => true;

    public IEnumerable<ReadOnlyMemory<byte>> Read(long first1) => pool.Read(first + first1).Take((int)(count - first1));
}
