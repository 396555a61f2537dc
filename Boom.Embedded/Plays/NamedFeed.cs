using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Embedded.Plays;

/// <summary>A feed whose survey a person has named: it tells when all packets say that they are of another. Its source is that of the feed.</summary>
/// <param name="inner">The packets.</param>
/// <param name="named">The survey.</param>
public sealed class NamedFeed(IPacketFeed inner, Survey named) : IPacketFeed
{
    readonly long[] _counts = new long[Enum.GetValues<Survey>().Length];
    long _seen;
    long _next;

    /// <inheritdoc/>
    public string Source => inner.Source;

    /// <inheritdoc/>
    public long? Count => inner.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Problems => inner.Problems;

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks => FindMistake() is { } mistake ? [.. inner.Remarks, mistake] : inner.Remarks;

    /// <inheritdoc/>
    public bool IsFixed => inner.IsFixed;

    /// <inheritdoc/>
    public bool IsEndless => inner.IsEndless;

    /// <inheritdoc/>
    public bool IsSimulated => inner.IsSimulated;

    /// <inheritdoc/>
    public IPacketFeed Round => inner.Round;

    /// <inheritdoc/>
    public bool IsOf(string source) => inner.IsOf(source);

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
    {
        var number = first;
        foreach (var packet in inner.Read(first))
        {
            if (number++ >= _next)
                Look(packet.Span, number);
            yield return packet;
        }
    }

    /// <inheritdoc/>
    public TimeSpan? SentAfter(long number) => inner.SentAfter(number);

    /// <inheritdoc/>
    public string? NameOf(long number) => inner.NameOf(number);

    // Each once, however often it is read.
    void Look(ReadOnlySpan<byte> packet, long next)
    {
        _next = next;
        _seen++;
        if (SurveyCatalog.Default.Recognise(packet) is { } survey)
            _counts[(int)survey]++;
    }

    string? FindMistake()
    {
        var other = Array.FindIndex(_counts, count => count > 0 && count == _seen);
        if (other < 0 || (Survey)other == named)
            return null;
        var name = (Survey)other;
        return $"{(_seen == 1 ? "The packet is" : $"All {TotalAccount.Count(_seen)} packets are")} of {name.ToUpperName()}: leave out --survey, or give --survey {name.ToLowerName()}.";
    }
}
