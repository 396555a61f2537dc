using Boom.Core.Alerts;
using Boom.Core.Store;

namespace Boom.Consumer;

/// <summary>
/// What a consumer knows of one partition: which incarnation it reads, how far that is accounted for, queued, and out of the queue again. Pure.
/// </summary>
sealed class TrackedPartition(string topic, int partition)
{
    readonly HashSet<long> _lost = [];
    readonly PushMarks _marks = new();

    /// <summary>Offsets that are read again although what lies behind them was queued: it is in the queue still.</summary>
    (long From, long To) _inQueue;

    /// <summary>The first offset that the broker had when reading began; the client tells it only with the first packets.</summary>
    long _low;

    /// <summary>Until so much of what is read again is queued and has left the queue, nothing is missed.</summary>
    (long Below, long? LastMs, long? UntilMs)? _again;

    public string Topic => topic;

    public int Partition => partition;

    /// <summary>Name of the topic's incarnation, as the ledger has it.</summary>
    public string Name => Ledger.Topic;

    /// <summary>Whether the incarnation was compared with what the broker has.</summary>
    public bool IsIdentified { get; set; }

    /// <summary>
    /// Whether another incarnation is read than the client was told to begin: it must be told, whoever has noticed and however many looks ago.
    /// </summary>
    public bool MustBegin { get; private set; }

    /// <summary>Whether the broker did not have it when it was asked last.</summary>
    public bool IsLacking { get; private set; }

    /// <summary>Its account.</summary>
    public LedgerPartition Ledger { get; private set; } = new(topic, partition, []);

    /// <summary>One past the highest offset that was read and is queued or accounted for.</summary>
    public long Passed { get; private set; }

    /// <summary>The packet of the highest offset that was read of this incarnation; null before there was one.</summary>
    public PacketMark? LastRead { get; private set; }

    /// <summary>When it was first seen that the broker's partition ends before its account does; null while it does not.</summary>
    public long? ShortSince { get; set; }

    /// <summary>Takes the account as it is now; of another incarnation, nothing is known but that.</summary>
    public void Take(LedgerPartition ledger)
    {
        var changes = ledger.Topic != Name;
        Ledger = ledger;
        if (!changes)
            return;
        _lost.Clear();
        (ShortSince, LastRead, MustBegin, _low) = (null, null, true, 0);
        Restart(0);
    }

    public void Read(PacketMark packet)
    {
        if (LastRead is not { } last || last.Offset < packet.Offset)
            LastRead = packet;
    }

    /// <summary>
    /// What the broker must have: an account, or what was read since, which is in the queue and not yet accounted for. Null when nothing is known.
    /// </summary>
    /// <param name="account">As the ledger has it; null when it has none.</param>
    /// <param name="queued">The last packet that any consumer has read, of the incarnation of the account; null when none is known.</param>
    public ExpectedPackets? Expect(LedgerPartition? account, PacketMark? queued = null)
    {
        var known = account is null ? null : ExpectedPackets.Of(account);
        var own = account is null || account.Topic == Name ? LastRead : null;
        if ((own is { } mine && !(queued?.Offset > mine.Offset) ? own : queued) is not { } read)
            return known;
        return new ExpectedPackets(known?.TopicId, Math.Max(known?.End ?? 0, read.Offset + 1), known?.LastPacket is { } last && last.Offset > read.Offset ? last : read);
    }

    /// <summary>The offset to begin at: what this consumer has read already is in the queue or in the ledger.</summary>
    /// <param name="low">The first offset that the broker still has.</param>
    public long Begin(long low)
    {
        _low = low;
        var start = Math.Max(FirstDue(low), Passed);
        if (Passed == 0)
            Restart(start);
        (MustBegin, IsLacking) = (false, false);
        return start;
    }

    /// <summary>The broker has no such partition. One that comes is compared, and begun, before anything of it is read.</summary>
    public void Lack() => (IsIdentified, MustBegin, IsLacking) = (false, true, true);

    /// <summary>The partition is read from an offset on; what was queued from there on is queued again.</summary>
    public void Restart(long offset)
    {
        Passed = offset;
        _marks.Reset(offset);
        (_inQueue, _again) = (default, null);
    }

    /// <summary>The first offset, at or behind the first one that the broker still has, that is neither accounted for nor known to be lost.</summary>
    public long FirstDue(long low = 0)
    {
        var due = Ledger.FirstGap(Math.Max(low, _low));
        while (_lost.Contains(due))
            due = Ledger.FirstGap(due + 1);
        return due;
    }

    /// <summary>How many stretches lie unaccounted for between offsets that are accounted for.</summary>
    public int CountGaps() => Ledger.Ranges.Zip(Ledger.Ranges.Skip(1), (range, next) => range.Last + 1 < next.First).Count(isGap => isGap);

    /// <summary>Whether a packet that was read needs no work: it is accounted for, or in the queue.</summary>
    public bool NeedsNothing(long offset) => Ledger.Contains(offset) || (offset >= _inQueue.From && offset < _inQueue.To);

    /// <summary>The place of a packet cannot be filled any more; see <see cref="Boom.Messaging.Kafka.KafkaPacket.Lost"/>.</summary>
    public void Lose(long offset) => _lost.Add(offset);

    /// <summary>Everything before an offset was read, and is queued or accounted for.</summary>
    /// <param name="next">The offset.</param>
    /// <param name="atMs">When the last of it was queued, by the queue server's clock; null when nothing was.</param>
    public void Pass(long next, long? atMs)
    {
        Passed = Math.Max(Passed, next);
        if (atMs is { } at)
            _marks.Push(at, next);
        if (_again is not { UntilMs: null } again)
            return;
        var last = atMs ?? again.LastMs;

        // What comes last need not be queued; what was queued before it is in the queue all the same.
        _again = again with { LastMs = last, UntilMs = next >= again.Below ? last ?? long.MinValue : null };
    }

    /// <summary>
    /// The queue was looked at, and the ledger read after it. Answers the first offset that went through the queue and has no outcome: the queue
    /// server has lost its packet. Null when there is none.
    /// </summary>
    /// <param name="oldestMs">When the oldest message of the queue was put in; null when it is empty.</param>
    /// <param name="low">The first offset that the broker still has.</param>
    public long? FindLost(long? oldestMs, long low)
    {
        _marks.Update(oldestMs);
        if (_again is { } again && (again.UntilMs is not { } until || until >= oldestMs))
            return null;
        _again = null;
        var due = FirstDue(low);
        return due < _marks.Left ? due : null;
    }

    /// <summary>What is lost is read again, from <see cref="FirstDue"/> on; what is still in the queue is not queued again.</summary>
    public void ReadAgain()
    {
        _inQueue = (_marks.Left, Math.Max(Passed, _marks.Left));
        _again = (_marks.Left, null, null);
    }
}
