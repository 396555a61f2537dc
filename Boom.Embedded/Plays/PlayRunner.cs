using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Plays;

/// <summary>
/// Publishes a feed to a topic of the embedded broker, which forgets its records with the process: a journal notes what is published
/// before it is, packet by packet, so that after any end <see cref="PlayRecovery"/> can fill the broker again and the same source goes on where it was.
/// </summary>
sealed class PlayRunner(
    EmbeddedBroker broker, PacketPublisher publisher, IPlayJournal journal, ILedger ledger, PartitionPacers pacers, TimeProvider timeProvider,
    ILogger<PlayRunner> logger)
{
    PartitionPacer? _pacer;

    /// <summary>
    /// Plays the feed to its end. Of a feed that was played to this topic before, the rest is played: what the journal does not know by number or, where
    /// numbers do not last, by content. Whatever ends it, what was published is noted.
    /// </summary>
    /// <param name="plan">What to play, and where to.</param>
    /// <param name="onPublished">Hears the number of packets of this call so far; may be null.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    public async Task<PlayResult> PlayAsync(PlayPlan plan, Action<long>? onPublished, CancellationToken cancellationToken)
    {
        var (feed, topic) = (plan.Feed, plan.Topic);
        var start = await PlayStart.FindAsync(journal, feed, topic, cancellationToken);
        if (start.NothingLeft)
        {
            PlayLog.NothingLeft(logger, topic, start.Known);
            return new PlayResult(topic, 0, start.Known, true, true, feed.Problems);
        }

        if (start.Resumed)
            PlayLog.Resumed(logger, topic, start.Known);
        broker.EnsureTopic(topic);
        var known = await ledger.ReadLedgerAsync(topic, cancellationToken);
        _pacer = pacers.Of(topic, EmbeddedBroker.PartitionCount, PartitionPacer.FirstDue(known, topic, EmbeddedBroker.PartitionCount));
        var course = new Course(feed, topic, start, new RatePacer(plan, timeProvider)) { OnPublished = onPublished };
        await PublishAsync(course, cancellationToken);
        return new PlayResult(topic, course.Published, course.AlreadyPublished, start.Resumed, true, feed.Problems);
    }

    async Task PublishAsync(Course course, CancellationToken cancellationToken)
    {
        var feed = course.Feed;
        var byContent = !feed.IsFixed;
        course.AlreadyPublished = course.Start.First;
        using var block = new PlayBlock();
        try
        {
            foreach (var packet in feed.Read(course.Start.First))
            {
                UInt128? content = byContent ? PacketContent.HashOf(packet.Span) : null;
                if (content is { } known && !feed.IsEndless && course.Start.TakePublished(known))
                {
                    course.AlreadyPublished++;
                    continue;
                }

                block.Add(packet.Span, content);
                if (block.IsFull)
                    await PublishAsync(course, block, cancellationToken);
            }

            await PublishAsync(course, block, cancellationToken);
            await publisher.FlushAsync(cancellationToken);
        }
        catch
        {
            // A block is noted before it is published; where the broker lives on, the next packet must get the number of the first that was not.
            if (course.Play is { } broken)
                await journal.AdvancePlayAsync(broken.Id, course.Next, false, CancellationToken.None);
            throw;
        }

        // What could not be read may be mended without a trace; it is looked for again.
        if (course.Play is { } play && feed.Problems.Count == 0)
            await journal.AdvancePlayAsync(play.Id, course.Next, true, cancellationToken);
    }

    /// <summary>Notes a block, then publishes it: a packet that the broker may have had is never forgotten.</summary>
    async ValueTask PublishAsync(Course course, PlayBlock block, CancellationToken cancellationToken)
    {
        if (block.Count == 0)
            return;
        var play = course.Play ??= await journal.BeginPlayAsync(
            course.Topic, EmbeddedBroker.PartitionCount, TailFeed.SourceOf(course.Feed.Source, course.Start.First), cancellationToken);
        if (course.Feed.IsFixed)
            await journal.AdvancePlayAsync(play.Id, course.Next + block.Count, false, cancellationToken);
        else
            await journal.NotePacketsAsync(play.Id, block.ToNoted(course.Next), cancellationToken);
        for (var i = 0; i < block.Count; i++)
        {
            var sequence = play.FirstSequence + course.Next;
            var partition = PacketPublisher.PartitionOf(sequence, play.PartitionCount);
            var offset = sequence / play.PartitionCount;
            await course.Rate.WaitAsync(course.Start.First + course.Published, cancellationToken);
            await _pacer!.WaitAsync(partition, offset, block[i].Length, cancellationToken);
            await publisher.PublishAsync(course.Topic, partition, block[i], cancellationToken);
            _pacer.Published(partition, offset, block[i].Length);
            course.Next++;
            course.Published++;
            course.OnPublished?.Invoke(course.Published);
        }

        block.Clear();
    }

    sealed class Course(IPacketFeed feed, string topic, PlayStart start, RatePacer rate)
    {
        public IPacketFeed Feed => feed;

        public string Topic => topic;

        public PlayStart Start => start;

        public RatePacer Rate => rate;

        public Action<long>? OnPublished { get; init; }

        public Play? Play { get; set; } = start.Play;

        /// <summary>Number in the play of the next packet.</summary>
        public long Next { get; set; } = start.Play?.Published ?? 0;

        public long Published { get; set; }

        public long AlreadyPublished { get; set; }
    }
}
