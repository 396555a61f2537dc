using Boom.Core.Pipeline;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded;

/// <summary>
/// Publishes a feed to a topic of the embedded broker, which forgets its records with the process: a journal notes what is published
/// before it is, so that after any end <see cref="PlayRecovery"/> can fill the broker again and the same source goes on where it was.
/// </summary>
public sealed class PlayRunner
{
    // A partition of the embedded broker keeps 5 MB, in batches of up to 1 MB that it drops whole.
    const long MaxBytesAhead = 3_000_000;

    const int JournalBlock = 128;

    readonly PacketPublisher _publisher;
    readonly IPlayJournal _journal;
    readonly IConsumerProgress _progress;
    readonly TimeProvider _timeProvider;
    readonly ILogger _logger;

    /// <summary>A runner for the embedded broker, whose consumer reports to <paramref name="progress"/>.</summary>
    public PlayRunner(
        PacketPublisher publisher, IPlayJournal journal, IConsumerProgress progress, TimeProvider timeProvider, ILogger<PlayRunner> logger)
    {
        _publisher = publisher;
        _journal = journal;
        _progress = progress;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    /// <summary>
    /// Plays the feed to its end. A feed whose source was played to this topic before goes on where it was; any other begins after the
    /// last packet of the topic. When cancelled, what was published is noted and <see cref="OperationCanceledException"/> is thrown.
    /// </summary>
    /// <param name="feed">What to play.</param>
    /// <param name="topic">Where to.</param>
    /// <param name="packetsPerSecond">Highest rate, or null for as fast as the consumer reads.</param>
    /// <param name="onPublished">Hears the number of packets of this call so far, after each block; may be null.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    public async Task<PlayResult> PlayAsync(
        IPacketFeed feed, string topic, double? packetsPerSecond, Action<long>? onPublished, CancellationToken cancellationToken)
    {
        var play = await FindPlayAsync(feed.Source, topic, cancellationToken);
        var resumed = play is not null;
        if (play is { Finished: true })
        {
            PlayLog.NothingLeft(_logger, topic, play.Published);
            return new PlayResult(topic, 0, play.Published, true, true, feed.Problems);
        }

        play ??= await _journal.BeginPlayAsync(topic, EmbeddedBroker.PartitionCount, feed.Source, cancellationToken);
        if (resumed)
            PlayLog.Resumed(_logger, topic, play.Published);
        var published = await PublishAsync(feed, play, packetsPerSecond, onPublished, cancellationToken);
        return new PlayResult(topic, published, play.Published, resumed, true, feed.Problems);
    }

    async Task<Play?> FindPlayAsync(string source, string topic, CancellationToken cancellationToken)
    {
        Play? found = null;
        foreach (var play in await _journal.ReadPlaysAsync(cancellationToken))
        {
            if (play.Topic == topic && play.Source == source)
                found = play;
        }

        return found;
    }

    async Task<long> PublishAsync(
        IPacketFeed feed, Play play, double? packetsPerSecond, Action<long>? onPublished, CancellationToken cancellationToken)
    {
        var rate = new RatePacer(packetsPerSecond, _timeProvider);
        var pacer = new PartitionPacer(_progress, play.Topic, play.PartitionCount, MaxBytesAhead);
        var next = play.Published;
        try
        {
            var noted = next;
            foreach (var packet in feed.Read(next))
            {
                var sequence = play.FirstSequence + next;
                var partition = PacketPublisher.PartitionOf(sequence, play.PartitionCount);
                await rate.WaitAsync(cancellationToken);
                await pacer.WaitAsync(partition, packet.Length, cancellationToken);
                if (next == noted)
                {
                    // Noted before it is published: a packet that the broker may have had is never forgotten.
                    noted = Math.Min(noted + JournalBlock, Math.Max(feed.Count ?? long.MaxValue, next + 1));
                    await _journal.AdvancePlayAsync(play.Id, noted, false, cancellationToken);
                    onPublished?.Invoke(next - play.Published);
                }

                await _publisher.PublishAsync(play.Topic, partition, packet, cancellationToken);
                pacer.Published(partition, sequence / play.PartitionCount, packet.Length);
                next++;
            }

            await _publisher.FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _journal.AdvancePlayAsync(play.Id, next, false, CancellationToken.None);
            throw;
        }

        await _journal.AdvancePlayAsync(play.Id, next, true, cancellationToken);
        onPublished?.Invoke(next - play.Published);
        return next - play.Published;
    }
}
