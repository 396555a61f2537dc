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
public sealed class PlayRunner
{
    readonly EmbeddedBroker _broker;
    readonly PacketPublisher _publisher;
    readonly IPlayJournal _journal;
    readonly ILedger _ledger;
    readonly IConsumerProgress _progress;
    readonly TimeProvider _timeProvider;
    readonly ILogger _logger;
    volatile PartitionPacer? _pacer;

    /// <summary>A runner for the embedded broker, whose consumer reports to <paramref name="progress"/>.</summary>
    public PlayRunner(
        EmbeddedBroker broker, PacketPublisher publisher, IPlayJournal journal, ILedger ledger, IConsumerProgress progress,
        TimeProvider timeProvider, ILogger<PlayRunner> logger)
    {
        _broker = broker;
        _publisher = publisher;
        _journal = journal;
        _ledger = ledger;
        _progress = progress;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    /// <summary>What it waits for, a sentence; null when for nothing.</summary>
    public string? WaitsFor => _pacer?.WaitsFor;

    /// <summary>
    /// Plays the feed to its end. Of a feed that was played to this topic before, the rest is played: what the journal does not know by number or, where
    /// numbers do not last, by content. When cancelled, what was published is noted and <see cref="OperationCanceledException"/> is thrown.
    /// </summary>
    /// <param name="feed">What to play.</param>
    /// <param name="topic">Where to.</param>
    /// <param name="packetsPerSecond">Highest rate, or null for as fast as the consumer reads.</param>
    /// <param name="onPublished">Hears the number of packets of this call so far, after each block; may be null.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    public async Task<PlayResult> PlayAsync(
        IPacketFeed feed, string topic, double? packetsPerSecond, Action<long>? onPublished, CancellationToken cancellationToken)
    {
        var start = await PlayStart.FindAsync(_journal, feed, topic, cancellationToken);
        if (start.NothingLeft)
        {
            PlayLog.NothingLeft(_logger, topic, start.Known);
            return new PlayResult(topic, 0, start.Known, true, true, feed.Problems);
        }

        if (start.Resumed)
            PlayLog.Resumed(_logger, topic, start.Known);
        _broker.EnsureTopic(topic);
        var ledger = await _ledger.ReadLedgerAsync(topic, cancellationToken);
        _pacer = new PartitionPacer(
            _broker, _progress, topic, EmbeddedBroker.PartitionCount, PartitionPacer.FirstDue(ledger, topic, EmbeddedBroker.PartitionCount));
        var course = new Course(feed, topic, start) { Rate = new RatePacer(packetsPerSecond, _timeProvider), OnPublished = onPublished };
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
            await _publisher.FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (course.Play is { } broken)
                await _journal.AdvancePlayAsync(broken.Id, course.Next, false, CancellationToken.None);
            throw;
        }

        // What could not be read may be mended without a trace; it is looked for again.
        if (course.Play is { } play && feed.Problems.Count == 0)
            await _journal.AdvancePlayAsync(play.Id, course.Next, true, cancellationToken);
        course.OnPublished?.Invoke(course.Published);
    }

    /// <summary>Notes a block, then publishes it: a packet that the broker may have had is never forgotten.</summary>
    async ValueTask PublishAsync(Course course, PlayBlock block, CancellationToken cancellationToken)
    {
        if (block.Count == 0)
            return;
        var play = course.Play ??= await _journal.BeginPlayAsync(
            course.Topic, EmbeddedBroker.PartitionCount, TailFeed.SourceOf(course.Feed.Source, course.Start.First), cancellationToken);
        if (course.Feed.IsFixed)
            await _journal.AdvancePlayAsync(play.Id, course.Next + block.Count, false, cancellationToken);
        else
            await _journal.NotePacketsAsync(play.Id, block.ToNoted(course.Next), cancellationToken);
        course.OnPublished?.Invoke(course.Published);
        for (var i = 0; i < block.Count; i++)
        {
            var sequence = play.FirstSequence + course.Next;
            var partition = PacketPublisher.PartitionOf(sequence, play.PartitionCount);
            var offset = sequence / play.PartitionCount;
            await course.Rate.WaitAsync(cancellationToken);
            await _pacer!.WaitAsync(partition, offset, block[i].Length, cancellationToken);
            await _publisher.PublishAsync(course.Topic, partition, block[i], cancellationToken);
            _pacer.Published(partition, offset, block[i].Length);
            course.Next++;
            course.Published++;
        }

        block.Clear();
    }

    sealed class Course(IPacketFeed feed, string topic, PlayStart start)
    {
        public IPacketFeed Feed => feed;

        public string Topic => topic;

        public PlayStart Start => start;

        public required RatePacer Rate { get; init; }

        public Action<long>? OnPublished { get; init; }

        public Play? Play { get; set; } = start.Play;

        /// <summary>Number in the play of the next packet.</summary>
        public long Next { get; set; } = start.Play?.Published ?? 0;

        public long Published { get; set; }

        public long AlreadyPublished { get; set; }
    }
}
