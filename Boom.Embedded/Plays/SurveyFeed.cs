using Boom.Core.Plays;
using Boom.Core.Surveys;

namespace Boom.Embedded.Plays;

/// <summary>
/// Of a feed that holds packets of several surveys, those of one. Its source is <c>of:NAME:</c> and that of the feed, or <c>of:NAME+others-A-B:</c> for all that is
/// not of A or B.
/// </summary>
/// <param name="whole">Everything.</param>
/// <param name="survey">Whose packets are taken.</param>
/// <param name="withOthers">Takes those as well that no survey of this build recognises: they must become dead letters somewhere.</param>
/// <param name="elsewhere">
/// Surveys that have feeds of their own. With others, this one takes the packets of all the rest, such as of a survey that joins the folder later on: each packet
/// has a feed. Null leaves those out, as feeds do whose source does not name the others.
/// </param>
public sealed class SurveyFeed(IPacketFeed whole, Survey survey, bool withOthers, IReadOnlyList<Survey>? elsewhere = null) : IPacketFeed
{
    const string Prefix = "of:";
    const string Others = "+others";
    const char Separator = '-';

    readonly bool[] _takes = TakenBy(survey, withOthers, elsewhere);

    /// <inheritdoc/>
    public string Source => HeadOf(survey, withOthers, elsewhere) + whole.Source;

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
    public bool IsOf(string source) => TryParse(source, out var other, out _, out _, out var inner) && other == survey && whole.IsOf(inner);

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
    /// <param name="elsewhere">Surveys that have feeds of their own; null when the source does not name them.</param>
    /// <param name="whole">Source of the whole feed.</param>
    public static bool TryParse(string source, out Survey survey, out bool withOthers, out IReadOnlyList<Survey>? elsewhere, out string whole)
    {
        (survey, withOthers, elsewhere, whole) = (default, false, null, "");
        if (!source.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var end = source.IndexOf(':', Prefix.Length);
        if (end < 0)
            return false;
        whole = source[(end + 1)..];
        var name = source[Prefix.Length..end];
        var others = name.IndexOf(Others, StringComparison.Ordinal);
        withOthers = others >= 0;
        return (!withOthers || TryParseNames(name[(others + Others.Length)..], out elsewhere)) && SurveyNames.TryParse(withOthers ? name[..others] : name, out survey);
    }

    static bool TryParseNames(string text, out IReadOnlyList<Survey>? surveys)
    {
        surveys = null;
        if (text.Length == 0)
            return true;
        var parsed = new List<Survey>();
        foreach (var name in text.Split(Separator)[1..])
        {
            if (!SurveyNames.TryParse(name, out var survey))
                return false;
            parsed.Add(survey);
        }

        surveys = parsed;
        return text[0] == Separator;
    }

    static string HeadOf(Survey survey, bool withOthers, IReadOnlyList<Survey>? elsewhere)
    {
        var names = withOthers && elsewhere is not null ? string.Concat(elsewhere.Select(other => Separator + other.ToLowerName())) : "";
        return $"{Prefix}{survey.ToLowerName()}{(withOthers ? Others + names : "")}:";
    }

    static bool[] TakenBy(Survey survey, bool withOthers, IReadOnlyList<Survey>? elsewhere)
    {
        var takes = new bool[Enum.GetValues<Survey>().Length];
        if (withOthers && elsewhere is not null)
        {
            Array.Fill(takes, true);
            foreach (var other in elsewhere)
                takes[(int)other] = false;
        }

        takes[(int)survey] = true;
        return takes;
    }

    bool Takes(ReadOnlySpan<byte> packet) => SurveyCatalog.Default.Recognise(packet) is { } known ? _takes[(int)known] : withOthers;
}
