using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Plays;

/// <summary>
/// Fills the embedded broker again after a start, record for record, from the journal and the ledger. First the records that the consumer
/// will pass over (<see cref="FillAsync"/>, before the consumer starts), then the rest (<see cref="RepublishAsync"/>, while it runs); once each, in this order.
/// </summary>
sealed class PlayRecovery(
    EmbeddedBroker broker, PacketPublisher publisher, IPlayJournal journal, ILedger ledger, PartitionPacers pacers, ILogger<PlayRecovery> logger)
{
    readonly List<RestoredTopic> _topics = [];
    readonly Dictionary<string, IReadOnlyList<long>> _lost = [];
    IReadOnlyList<Play> _plays = [];
    HashSet<UInt128>? _accounted;

    /// <summary>
    /// Sequence numbers of the packets of a topic that nothing accounts for and that could not be had again, ascending; empty until that is known.
    /// </summary>
    public IReadOnlyList<long> FindLost(string topic)
    {
        lock (_lost)
            return _lost.GetValueOrDefault(topic) ?? [];
    }

    /// <summary>Puts empty records in the place of all packets before the first that is not accounted for, in every topic.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        _plays = await journal.ReadPlaysAsync(cancellationToken);
        foreach (var play in _plays)
        {
            var topic = _topics.Find(known => known.Name == play.Topic);
            if (topic is null)
            {
                topic = new RestoredTopic(play.Topic, play.PartitionCount, await ledger.ReadLedgerAsync(play.Topic, cancellationToken));
                _topics.Add(topic);
                broker.EnsureTopic(play.Topic);
            }

            topic.Plays.Add(play);
        }

        foreach (var topic in _topics)
        {
            while (topic.Next < topic.End && topic.IsAccountedFor(topic.Next))
                await FillOneAsync(topic, lost: false, cancellationToken);
        }

        await publisher.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Publishes again what nothing accounts for, no further ahead of the consumer than the broker can hold. Answers when all is back.
    /// </summary>
    /// <param name="open">Opens a source noted in the journal; null when that is no longer possible.</param>
    public async Task<RecoveryResult> RepublishAsync(Func<string, IPacketFeed?> open, CancellationToken cancellationToken)
    {
        var total = new RecoveryResult(0, 0, 0);
        foreach (var topic in _topics)
        {
            topic.Pacer = pacers.Of(topic.Name, topic.PartitionCount, topic.FirstDue);
            for (var i = 0; i < topic.Plays.Count; i++)
                await RepublishPlayAsync(topic, topic.Plays[i], isLast: i == topic.Plays.Count - 1, open, cancellationToken);
            await publisher.FlushAsync(cancellationToken);
            lock (_lost)
                _lost[topic.Name] = topic.Lost;
            PlayLog.Restored(logger, topic.Name, topic.Placeholders, topic.Republished);
            total = new RecoveryResult(
                total.Placeholders + topic.Placeholders, total.Republished + topic.Republished, total.Lost + topic.Lost.Count);
        }

        return total;
    }

    async Task RepublishPlayAsync(
        RestoredTopic topic, Play play, bool isLast, Func<string, IPacketFeed?> open, CancellationToken cancellationToken)
    {
        var end = play.FirstSequence + play.Published;
        var lost = topic.Lost.Count;
        using var finder = await PacketFinder.CreateAsync(journal, play, open, cancellationToken);
        while (topic.Next < end)
        {
            if (topic.IsAccountedFor(topic.Next))
            {
                await FillOneAsync(topic, lost: false, cancellationToken);
                continue;
            }

            var number = topic.Next - play.FirstSequence;
            if (finder.TryRead(number, out var packet))
            {
                await RepublishOneAsync(topic, packet, cancellationToken);
                continue;
            }

            if (isLast && !play.Finished && finder.EndedBefore(number))
            {
                // The last block of a play is noted before the end of its source is known: these packets have never been.
                await journal.AdvancePlayAsync(play.Id, number, true, cancellationToken);
                break;
            }

            if (!await IsStoredElsewhereAsync(topic, finder.ContentOf(number), cancellationToken))
                topic.Lost.Add(topic.Next);
            await FillOneAsync(topic, lost: true, cancellationToken);
        }

        if (topic.Lost.Count > lost)
            PlayLog.SourceGone(logger, topic.Name, topic.Lost.Count - lost, play.Source);
    }

    /// <summary>A packet that another play has brought into the store is there, whatever has become of this source.</summary>
    async ValueTask<bool> IsStoredElsewhereAsync(RestoredTopic topic, UInt128? content, CancellationToken cancellationToken)
    {
        if (content is not { } known)
            return false;
        _accounted ??= await AccountedPackets.ReadAsync(journal, ledger, _plays, cancellationToken);
        if (!_accounted.Contains(known))
            return false;
        var partition = PacketPublisher.PartitionOf(topic.Next, topic.PartitionCount);
        var origin = new PacketOrigin(topic.Name, partition, topic.Next / topic.PartitionCount, 0);
        await ledger.RecordAsync([new LedgerEntry(origin, PacketOutcome.Duplicate)], cancellationToken);
        return true;
    }

    async ValueTask FillOneAsync(RestoredTopic topic, bool lost, CancellationToken cancellationToken)
    {
        var partition = PacketPublisher.PartitionOf(topic.Next, topic.PartitionCount);
        if (lost)
            pacers.PassOver(topic.Name, partition, topic.Next / topic.PartitionCount);
        await publisher.PublishPlaceholderAsync(topic.Name, partition, lost, cancellationToken);
        topic.Next++;
        if (!lost)
            topic.Placeholders++;
    }

    async ValueTask RepublishOneAsync(RestoredTopic topic, ReadOnlyMemory<byte> packet, CancellationToken cancellationToken)
    {
        var partition = PacketPublisher.PartitionOf(topic.Next, topic.PartitionCount);
        var offset = topic.Next / topic.PartitionCount;
        await topic.Pacer!.WaitAsync(partition, offset, packet.Length, cancellationToken);
        await publisher.PublishAsync(topic.Name, partition, packet, cancellationToken);
        topic.Pacer.Published(partition, offset, packet.Length);
        topic.Next++;
        topic.Republished++;
    }
}

/// <summary>What was put back into the embedded broker at the start.</summary>
/// <param name="Placeholders">Empty records in the place of packets that are accounted for.</param>
/// <param name="Republished">Packets published again, because nothing accounts for them yet.</param>
/// <param name="Lost">Packets that could not be had again; they stay unaccounted for.</param>
sealed record RecoveryResult(long Placeholders, long Republished, long Lost);
