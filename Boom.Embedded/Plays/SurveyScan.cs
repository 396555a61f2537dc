using Boom.Core.Plays;
using Boom.Core.Surveys;

namespace Boom.Embedded.Plays;

/// <summary>Which surveys the packets of a feed are of, as the packets themselves say. All are looked at: one that is missed would have no topic.</summary>
/// <param name="Packets">Number of packets, by survey, the most frequent first.</param>
/// <param name="Others">Packets that no survey recognises.</param>
public sealed record SurveyScan(IReadOnlyList<(Survey Survey, long Count)> Packets, long Others)
{
    /// <summary>With so many packets looked at it takes a while.</summary>
    public const long ManyPackets = 20_000;

    /// <summary>Or with so many bytes.</summary>
    public const long ManyBytes = 2_000_000_000;

    /// <summary>Whether there are packets of several surveys.</summary>
    public bool IsMixture => Packets.Count > 1;

    /// <summary>Looks at all packets of a feed.</summary>
    /// <param name="feed">What.</param>
    /// <param name="onLong">Called once, when it takes a while; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static SurveyScan Of(IPacketFeed feed, Action? onLong, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<Survey, long>();
        long others = 0, packets = 0, bytes = 0;
        foreach (var packet in feed.Read(0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            bytes += packet.Length;
            if (onLong is not null && (++packets >= ManyPackets || bytes >= ManyBytes))
            {
                onLong();
                onLong = null;
            }

            if (SurveyCatalog.Default.Recognise(packet.Span) is { } survey)
                counts[survey] = counts.GetValueOrDefault(survey) + 1;
            else
                others++;
        }

        return new(
            [.. counts.OrderByDescending(known => known.Value).ThenBy(known => known.Key).Select(known => (known.Key, known.Value))], others);
    }

    /// <summary>The feed of each survey. A feed of one survey stays whole; of a mixture, packets that are of none of them go with the most frequent survey.</summary>
    public IReadOnlyList<(Survey Survey, IPacketFeed Feed)> Split(IPacketFeed feed) => IsMixture
        ? [.. Packets.Select((found, i) => (found.Survey, (IPacketFeed)new SurveyFeed(feed, found.Survey, withOthers: i == 0, i == 0 ? Rest : null)))]
        : [.. Packets.Select(found => (found.Survey, feed))];

    // In an order that does not depend on the counts: the source of a play is compared with that of an earlier one.
    Survey[] Rest => [.. Packets.Skip(1).Select(found => found.Survey).Order()];
}
