using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Messaging.Kafka;

namespace Boom.Consumer;

/// <summary>
/// Finds out whether partitions of the broker are those that were read before, by the identifier of the topic, by the last packet read or accounted
/// for, and by their end; begins another account for those that are not.
/// </summary>
/// <param name="marks">How far consumers have read; null when the queue does not keep that.</param>
/// <param name="step">Told which incarnation is read.</param>
sealed class PartitionIdentifier(KafkaAdmin admin, ILedger ledger, IReadMarks? marks, ConsumerStep step, TimeProvider time)
{
    /// <summary>
    /// So long a partition must end before its account does until the broker is believed to have lost its end: a broker that has just started may not
    /// know its end yet.
    /// </summary>
    public static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(10);

    /// <summary>Partitions that the broker does not have are left out.</summary>
    public async Task<IReadOnlyList<IdentifiedPartition>> IdentifyAsync(IReadOnlyCollection<(string Topic, int Partition)> places, CancellationToken cancellationToken)
    {
        var ids = await admin.ReadTopicIdsAsync([.. places.Select(place => place.Topic).Distinct()]);
        var candidates = new List<Candidate>(places.Count);
        foreach (var topic in places.GroupBy(place => place.Topic, place => place.Partition))
        {
            var known = (await ledger.ReadLedgerAsync(topic.Key, cancellationToken)).ToLookup(account => account.Partition);
            var id = ids.GetValueOrDefault(topic.Key);
            var read = marks is null ? [] : await marks.ReadMarksAsync(topic.Key, cancellationToken);
            foreach (var partition in topic)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (admin.FindWatermarks(topic.Key, partition) is not (var low, var high))
                {
                    step.Of(topic.Key, partition).Lack();
                    continue;
                }

                var latest = IncarnationCheck.Latest(known[partition], id);
                var queued = read.FirstOrDefault(mark => mark.Partition == partition && mark.Name == (latest?.Topic ?? topic.Key));
                var expected = step.Of(topic.Key, partition).Expect(latest, queued?.Packet);
                candidates.Add(new(topic.Key, partition, [.. known[partition]], latest, expected, id, low, high));
            }
        }

        var packets = admin.ReadPackets([.. candidates.Where(HasMark).Select(c => (c.Topic, c.Partition, c.Expected!.LastPacket!.Value.Offset))], cancellationToken);
        var identified = new List<IdentifiedPartition>(candidates.Count);
        foreach (var candidate in candidates)
        {
            PacketMark? packet = packets.TryGetValue((candidate.Topic, candidate.Partition), out var found) ? found : null;
            identified.Add(await SettleAsync(candidate, packet, cancellationToken));
        }

        return identified;
    }

    /// <summary>Whether there is a packet to compare.</summary>
    static bool HasMark(Candidate candidate) =>
        candidate.Expected is { LastPacket: { } mark } expected && mark.Offset >= candidate.Low && mark.Offset < candidate.High
        && IncarnationCheck.Judge(expected, candidate.TopicId, candidate.High, null) != IncarnationVerdict.TopicMadeAnew;

    async Task<IdentifiedPartition> SettleAsync(Candidate candidate, PacketMark? packet, CancellationToken cancellationToken)
    {
        var (topic, partition, known, latest, expected, id, low, high) = candidate;
        var tracked = step.Of(topic, partition);
        var verdict = expected is null ? IncarnationVerdict.Same : IncarnationCheck.Judge(expected, id, high, packet);
        var isShort = verdict == IncarnationVerdict.EndLost && !IsConfirmed(tracked);
        if (isShort)
            verdict = IncarnationVerdict.Same;
        else if (verdict == IncarnationVerdict.Same)
            tracked.ShortSince = null;

        // What was read and queued has this name already, though nothing of it may be accounted for.
        var account = latest ?? new LedgerPartition(topic, partition, []);
        if (verdict != IncarnationVerdict.Same)
            account = new LedgerPartition(IncarnationCheck.NextName(topic, [.. known, account]), partition, []);
        if ((id is not null && account.TopicId != id) || verdict != IncarnationVerdict.Same)
        {
            await ledger.IdentifyAsync(account.Topic, partition, id ?? "", cancellationToken);
            account = account with { TopicId = id ?? "" };
        }

        tracked.Take(account);
        tracked.IsIdentified = true;

        // What another consumer has read and this one has not yet: its note of it must not give way to one of less.
        if (verdict == IncarnationVerdict.Same && !isShort && expected?.LastPacket is { } last)
            tracked.Read(last);
        return new IdentifiedPartition(tracked, low, high, verdict, isShort, expected, packet, [.. known.Where(other => other.Topic != account.Topic)]);
    }

    bool IsConfirmed(TrackedPartition tracked)
    {
        tracked.ShortSince ??= time.GetTimestamp();
        return time.GetElapsedTime(tracked.ShortSince.Value) >= Confirmation;
    }

    sealed record Candidate(
        string Topic, int Partition, LedgerPartition[] Known, LedgerPartition? Latest, ExpectedPackets? Expected, string? TopicId, long Low, long High);
}

/// <summary>A partition of the broker, and the account that it has.</summary>
/// <param name="Partition">What is known of it, with the account of the incarnation that the broker has.</param>
/// <param name="Low">The first offset that the broker has.</param>
/// <param name="High">One past its last offset.</param>
/// <param name="Verdict">Why its incarnation is another one than before; <see cref="IncarnationVerdict.Same"/> when it is not.</param>
/// <param name="IsShort">It ends before what was read of it, and not yet for so long that this is believed.</param>
/// <param name="Expected">What the broker must have; null when nothing is known.</param>
/// <param name="Found">What it has at the offset of the last packet that it must have; null when that was not asked, or there is none.</param>
/// <param name="Others">The accounts of its other incarnations: the broker does not have their packets any more.</param>
sealed record IdentifiedPartition(
    TrackedPartition Partition, long Low, long High, IncarnationVerdict Verdict, bool IsShort, ExpectedPackets? Expected, PacketMark? Found,
    IReadOnlyList<LedgerPartition> Others);
