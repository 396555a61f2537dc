using Boom.Core.Plays;

namespace Boom.Embedded.Plays;

/// <summary>What of a feed was published to a topic before, and where its play goes on.</summary>
sealed class PlayStart
{
    readonly Dictionary<UInt128, int> _published = [];

    /// <summary>The play that goes on; null when another one begins.</summary>
    public Play? Play { get; private set; }

    /// <summary>Some of the feed was played before.</summary>
    public bool Resumed { get; private set; }

    /// <summary>All of it was.</summary>
    public bool NothingLeft { get; private set; }

    /// <summary>Packets published before, if known without reading the feed.</summary>
    public long Known { get; private set; }

    /// <summary>The first packet of the feed that must be looked at.</summary>
    public long First { get; private set; }

    public static async ValueTask<PlayStart> FindAsync(IPlayJournal journal, IPacketFeed feed, string topic, CancellationToken cancellationToken)
    {
        var all = (await journal.ReadPlaysAsync(cancellationToken)).Where(play => play.Topic == topic).ToList();
        var same = all.FindAll(play => feed.IsOf(TailFeed.Parse(play.Source).Source));
        var start = new PlayStart { Resumed = same.Count > 0, Known = same.Sum(play => play.Published) };
        start.NothingLeft = same.Exists(play => play.Finished && TailFeed.Parse(play.Source).Source == feed.Source);
        if (same.Count == 0 || start.NothingLeft)
            return start;

        // Numbers of a topic follow one another: a play goes on as long as no other has come after it.
        if (same[^1] == all[^1] && TailFeed.Parse(same[^1].Source).Source == feed.Source)
            start.Play = same[^1];
        if (feed.IsFixed || feed.IsEndless)
            start.First = same.Max(play => TailFeed.Parse(play.Source).Start + play.Published);
        else
            await start.ReadContentsAsync(journal, feed, same, cancellationToken);
        return start;
    }

    /// <summary>Whether a packet was published before; each time it was counts once.</summary>
    public bool TakePublished(UInt128 content)
    {
        if (!_published.TryGetValue(content, out var count) || count == 0)
            return false;
        _published[content] = count - 1;
        return true;
    }

    async ValueTask ReadContentsAsync(IPlayJournal journal, IPacketFeed feed, List<Play> same, CancellationToken cancellationToken)
    {
        foreach (var play in same)
        {
            var noted = await PlayedPackets.ReadAsync(journal, play, cancellationToken);
            var first = Math.Min(noted.FirstNoted, play.Published);

            // Noted by number alone, by an older program: the same packets only where nothing has changed since.
            if (play.Source == feed.Source)
                First = Math.Max(First, first);
            for (var number = first; number < play.Published; number++)
            {
                if (noted.Find(number) is { } content)
                    _published[content] = _published.GetValueOrDefault(content) + 1;
            }
        }
    }
}
