using Boom.Core.Plays;
using Boom.Core.Surveys;

namespace Boom.Embedded.Plays;

/// <summary>Which surveys the packets of a feed are of, as the packets themselves say.</summary>
/// <param name="Packets">Number of packets looked at, by survey, the most frequent first.</param>
/// <param name="Others">Packets looked at that no survey recognises.</param>
/// <param name="IsWhole">Whether all of the feed was looked at.</param>
public sealed record SurveyScan(IReadOnlyList<(Survey Survey, long Count)> Packets, long Others, bool IsWhole)
{
    // A night of one survey shows that in its first packets; a mixture, made for tests, is small.
    const long MostPackets = 20_000;
    const long MostBytes = 2_000_000_000;

    /// <summary>Whether there are packets of several surveys.</summary>
    public bool IsMixture => Packets.Count > 1;

    /// <summary>Looks at the packets of a feed, at most at the first 20,000 of them, or 2 GB.</summary>
    /// <param name="feed">What.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static SurveyScan Of(IPacketFeed feed, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<Survey, long>();
        long others = 0, packets = 0, bytes = 0;
        foreach (var packet in feed.Read(0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (packets++ >= MostPackets || bytes >= MostBytes)
                return Of(counts, others, isWhole: false);
            bytes += packet.Length;
            if (SurveyCatalog.Default.Recognise(packet.Span) is { } survey)
                counts[survey] = counts.GetValueOrDefault(survey) + 1;
            else
                others++;
        }

        return Of(counts, others, isWhole: true);
    }

    /// <summary>The feed of each survey. A feed of one survey stays whole; of a mixture, packets that nobody recognises go with the most frequent survey.</summary>
    public IReadOnlyList<(Survey Survey, IPacketFeed Feed)> Split(IPacketFeed feed) => IsMixture
        ? [.. Packets.Select((found, i) => (found.Survey, (IPacketFeed)new SurveyFeed(feed, found.Survey, withOthers: i == 0)))]
        : [.. Packets.Select(found => (found.Survey, feed))];

    static SurveyScan Of(Dictionary<Survey, long> counts, long others, bool isWhole) => new(
        [.. counts.OrderByDescending(known => known.Value).ThenBy(known => known.Key).Select(known => (known.Key, known.Value))], others, isWhole);
}
