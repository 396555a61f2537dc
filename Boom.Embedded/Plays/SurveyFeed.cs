using Boom.Core.Plays;
using Boom.Core.Surveys;

namespace Boom.Embedded.Plays;

/// <summary>Of a feed that holds packets of several surveys, those of one. Its source is <c>of:NAME:</c> and that of the feed.</summary>
/// <param name="whole">Everything.</param>
/// <param name="survey">Whose packets are taken.</param>
/// <param name="withOthers">Takes those as well that no survey of this build recognises: they must become dead letters somewhere.</param>
public sealed class SurveyFeed(IPacketFeed whole, Survey survey, bool withOthers) : IPacketFeed
{
    const string Prefix = "of:";
    const string Others = "+others";

    /// <inheritdoc/>
    public string Source => HeadOf(survey, withOthers) + whole.Source;

    /// <inheritdoc/>
    public long? Count => null;

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
    /// <remarks>The same survey of the same feed; others or not, a packet is told by its contents.</remarks>
    public bool IsOf(string source) => TryParse(source, out var other, out _, out var inner) && other == survey && whole.IsOf(inner);

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
    {
        var skip = first;
        foreach (var packet in whole.Read(0))
        {
            if (!Takes(packet.Span))
                continue;
            if (skip > 0)
                skip--;
            else
                yield return packet;
        }
    }

    /// <inheritdoc/>
    public string? NameOf(long number)
    {
        var at = 0L;
        foreach (var packet in whole.Read(0))
        {
            if (Takes(packet.Span) && number-- == 0)
                return whole.NameOf(at);
            at++;
        }

        return null;
    }

    /// <summary>Reads a source of this kind.</summary>
    /// <param name="source">What the play journal has.</param>
    /// <param name="survey">Whose packets.</param>
    /// <param name="withOthers">Whether those as well that nobody recognises.</param>
    /// <param name="whole">Source of the whole feed.</param>
    public static bool TryParse(string source, out Survey survey, out bool withOthers, out string whole)
    {
        (survey, withOthers, whole) = (default, false, "");
        if (!source.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var end = source.IndexOf(':', Prefix.Length);
        if (end < 0)
            return false;
        var name = source[Prefix.Length..end];
        withOthers = name.EndsWith(Others, StringComparison.Ordinal);
        whole = source[(end + 1)..];
        return SurveyNames.TryParse(withOthers ? name[..^Others.Length] : name, out survey);
    }

    static string HeadOf(Survey survey, bool withOthers) => $"{Prefix}{survey.ToLowerName()}{(withOthers ? Others : "")}:";

    bool Takes(ReadOnlySpan<byte> packet) => SurveyCatalog.Default.Recognise(packet) is { } known ? known == survey : withOthers;
}
