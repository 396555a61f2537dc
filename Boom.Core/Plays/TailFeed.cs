using System.Globalization;

namespace Boom.Core.Plays;

/// <summary>The rest of a feed, from one of its packets on. Its source is <c>from:NUMBER:</c> and that of the feed.</summary>
public sealed class TailFeed(IPacketFeed whole, long start) : IPacketFeed
{
    const string Prefix = "from:";

    /// <inheritdoc/>
    public string Source => SourceOf(whole.Source, start);

    /// <inheritdoc/>
    public long? Count => whole.Count is { } count ? Math.Max(0, count - start) : null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Problems => whole.Problems;

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks => whole.Remarks;

    /// <inheritdoc/>
    public bool IsFixed => whole.IsFixed;

    /// <inheritdoc/>
    public bool IsEndless => whole.IsEndless;

    /// <inheritdoc/>
    public bool IsSimulated => whole.IsSimulated;

    /// <inheritdoc/>
    public IPacketFeed Round => whole.Round;

    /// <inheritdoc/>
    public bool IsOf(string source) => source == Source;

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long first) => whole.Read(start + first);

    /// <inheritdoc/>
    public string? NameOf(long number) => whole.NameOf(start + number);

    /// <summary>The source of the rest of a feed.</summary>
    public static string SourceOf(string source, long start) =>
        start == 0 ? source : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{start}:{source}");

    /// <summary>The number of the first packet, and the source of the whole; 0 and the text itself when it is no rest.</summary>
    public static (long Start, string Source) Parse(string source)
    {
        if (!source.StartsWith(Prefix, StringComparison.Ordinal))
            return (0, source);
        var end = source.IndexOf(':', Prefix.Length);
        return end > 0 && long.TryParse(source.AsSpan(Prefix.Length, end - Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? (start, source[(end + 1)..])
            : (0, source);
    }
}
