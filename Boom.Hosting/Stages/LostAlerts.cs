using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Hosting.Stages;

/// <summary>
/// Finds alerts that wait for a stage and that no queue holds any more, because a queue server lost its memory or a part of it, or a worker died at the wrong
/// moment, and queues them again. It notes the alerts that wait by the store, and takes out those that the queue holds. Beside running workers a short queue is
/// read through; a long one is waited for until all that had been put in by then has left it: only the queue server's clock is asked for that, and compared
/// with itself.
/// </summary>
/// <param name="survey">Survey of the alerts.</param>
/// <param name="queue">Queue of the stage.</param>
/// <param name="letters">What was given up.</param>
/// <param name="stage">The stage, as its dead letters name it.</param>
/// <param name="time">Clock of the waits.</param>
public abstract class LostAlerts(Survey survey, ILeasedQueue queue, IDeadLetterStore letters, string stage, TimeProvider time)
{
    /// <summary>Alerts of one look-up, and of one push.</summary>
    internal const int PageSize = 1000;

    /// <summary>Alerts noted at a time beside running workers, 8 bytes each; those behind them are noted next time.</summary>
    internal const int MostNoted = 20_000;

    /// <summary>Alerts noted at a time by a repair, some 50 bytes each; the queue is read through once for each such part.</summary>
    internal const int PartSize = 1_000_000;

    /// <summary>Beside running workers a queue with no more messages is read through.</summary>
    internal const int ShortQueue = 10_000;

    /// <summary>The stage before stores first and queues then: what it has in hand is given so long to arrive.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Time between two looks at what the queue still holds.</summary>
    internal static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(2);

    /// <summary>When the queue server's clock has been set back, its messages may seem older than what is waited for: it begins anew.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    // Letters are looked for again now and then, as they may have been discarded.
    const int SweepsPerMemory = 30;

    // Letters that a repair knows; an alert of an older one is tried again, which replaces its letter.
    const int MostLetters = 100_000;

    readonly HashSet<long> _letters = [];
    long _after = long.MinValue;
    int _sweeps;

    /// <summary>Looks again and again until it is stopped; servers that are away or refuse put it off.</summary>
    /// <param name="interval">Rest between two looks.</param>
    /// <param name="stopping">The stop.</param>
    public async Task RunAsync(TimeSpan interval, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(interval, time, stopping);
                try
                {
                    while (await SweepAsync(stopping) > 0 && _after != long.MinValue)
                    {
                        // Much is lost: no rest before the next part.
                    }
                }
                catch (Exception fault) when (fault is PermanentFaultException || TransientFaultException.Of(fault, stopping) is not null)
                {
                    TellPutOff(fault.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>
    /// Queues all that is not queued, whatever the length of the queue, and waits for nothing. An alert that comes into the queue meanwhile may be there
    /// twice; it is then processed twice, to the same effect.
    /// </summary>
    /// <param name="cancellationToken">Ends it; what was forwarded stays so.</param>
    /// <param name="partSize">Alerts noted at a time.</param>
    /// <exception cref="TransientFaultException">Store or queue server do not answer; it may be run again.</exception>
    public async ValueTask<ForwardOutcome> ForwardAllAsync(CancellationToken cancellationToken, int partSize = PartSize)
    {
        var outcome = default(ForwardOutcome);
        _after = long.MinValue;
        do
        {
            var noted = await NoteAsync(partSize, cancellationToken);
            if (noted.Count == 0)
                break;
            await ReadLettersAsync(cancellationToken);
            var given = noted.RemoveAll(_letters.Contains);
            var queued = noted.Count == 0 ? 0 : await RemoveReadAsync(noted, cancellationToken);
            outcome += new ForwardOutcome(await ForwardAsync(noted, looksForLetters: false, cancellationToken), queued, given);
        }
        while (_after != long.MinValue);
        return outcome;
    }

    /// <summary>
    /// Counts the alerts that no worker comes upon: they wait, and are in no queue and no dead letters. What is on its way is given time to arrive.
    /// </summary>
    /// <exception cref="TransientFaultException">Store or queue server do not answer.</exception>
    public async ValueTask<long> CountLostAsync(CancellationToken cancellationToken)
    {
        long lost = 0;
        _after = long.MinValue;
        do
        {
            var noted = await NoteAsync(PartSize, cancellationToken);
            if (noted.Count == 0)
                break;
            await ReadLettersAsync(cancellationToken);
            noted.RemoveAll(_letters.Contains);
            await RemoveReadAsync(noted, cancellationToken);
            if (noted.Count == 0)
                continue;
            await Task.Delay(Grace, time, cancellationToken);
            await RemoveReadAsync(noted, cancellationToken);
            foreach (var candids in noted.Chunk(PageSize))
                lost += (await FindLostAsync(candids, looksForLetters: false, cancellationToken)).Count;
        }
        while (_after != long.MinValue);
        return lost;
    }

    /// <summary>One look beside running enrichers; answers how many alerts were queued again.</summary>
    internal async ValueTask<long> SweepAsync(CancellationToken cancellationToken)
    {
        if (_sweeps++ % SweepsPerMemory == 0)
            _letters.Clear();
        var noted = await NoteAsync(MostNoted, cancellationToken);
        noted.RemoveAll(_letters.Contains);
        if (noted.Count == 0)
            return 0;
        await Task.Delay(Grace, time, cancellationToken);
        await RemoveQueuedAsync(noted, cancellationToken);
        var forwarded = await ForwardAsync(noted, looksForLetters: true, cancellationToken);
        if (forwarded > 0)
            TellFound(forwarded);
        return forwarded;
    }

    /// <summary>Candids greater than <paramref name="afterCandid"/> of alerts that wait for the stage by what is stored, ascending.</summary>
    protected abstract ValueTask<IReadOnlyList<long>> FindWaitingAsync(long afterCandid, int limit, CancellationToken cancellationToken);

    /// <summary>Of the alerts, those that still wait, in any order, with the packets that brought them where that is known.</summary>
    protected abstract ValueTask<IReadOnlyList<(long Candid, PacketOrigin? Origin)>> FindStillWaitingAsync(
        IReadOnlyCollection<long> candids, CancellationToken cancellationToken);

    /// <summary>Tells that so many were queued again.</summary>
    protected abstract void TellFound(long count);

    /// <summary>Tells why a look is put off.</summary>
    protected abstract void TellPutOff(string reason);

    async ValueTask<List<long>> NoteAsync(int most, CancellationToken cancellationToken)
    {
        var noted = new List<long>();
        do
        {
            var limit = Math.Min(PageSize, most - noted.Count);
            var page = await FindWaitingAsync(_after, limit, cancellationToken);
            noted.AddRange(page);
            _after = page.Count < limit ? long.MinValue : page[^1];
        }
        while (noted.Count < most && _after != long.MinValue);

        return noted;
    }

    /// <summary>Takes out the alerts that the queue holds, or may hold.</summary>
    async ValueTask RemoveQueuedAsync(List<long> noted, CancellationToken cancellationToken)
    {
        var status = await queue.GetStatusAsync(cancellationToken);
        if (IsEmpty(status))
            return;
        if (queue is IQueueContents && status.Ready + status.Leased <= ShortQueue)
            await RemoveReadAsync(noted, cancellationToken);
        else if (!await HaveLeftAsync(noted, cancellationToken))
            noted.Clear();
    }

    /// <summary>Reads the queue through, and takes out the alerts that it holds; answers how many. A queue that cannot be read holds none.</summary>
    async ValueTask<int> RemoveReadAsync(List<long> noted, CancellationToken cancellationToken)
    {
        if (queue is not IQueueContents contents)
            return 0;
        var queued = new HashSet<long>();
        await foreach (var message in contents.ReadAsync(cancellationToken))
        {
            // Ascending, as the store answers them.
            if (CandidText.TryParse(message.Payload.Span, out var candid) && noted.BinarySearch(candid) >= 0)
                queued.Add(candid);
        }

        return noted.RemoveAll(queued.Contains);
    }

    /// <summary>
    /// Waits until the queue holds nothing that was put in before now; false when there is nothing to wait for, or no end of it. The moment is that of
    /// a message of our own, one of the noted alerts once more: a stage leaves an alert that does not wait for it any more as it is.
    /// </summary>
    async ValueTask<bool> HaveLeftAsync(List<long> noted, CancellationToken cancellationToken)
    {
        if (await FindMarkerAsync(noted, cancellationToken) is not { } marker)
            return false;
        var moment = (await queue.PushAsync([Message(marker, null)], cancellationToken)).AtMs;
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < LongestWait)
        {
            await Task.Delay(StatusInterval, time, cancellationToken);
            var status = await queue.GetStatusAsync(cancellationToken);
            if (IsEmpty(status) || status.OldestEnqueuedAtMs > moment)
                return true;
        }

        return false;
    }

    async ValueTask<long?> FindMarkerAsync(List<long> noted, CancellationToken cancellationToken)
    {
        foreach (var candid in noted)
        {
            if (!await IsLetterAsync(candid, cancellationToken))
                return candid;
        }

        return null;
    }

    /// <summary>Queues those that still wait: what was done between the readings of store and queue is in neither.</summary>
    async ValueTask<long> ForwardAsync(List<long> noted, bool looksForLetters, CancellationToken cancellationToken)
    {
        long forwarded = 0;
        foreach (var candids in noted.Chunk(PageSize))
        {
            var lost = await FindLostAsync(candids, looksForLetters, cancellationToken);
            if (lost.Count > 0)
                await queue.PushAsync(lost.ConvertAll(alert => Message(alert.Candid, alert.Origin)), cancellationToken);
            forwarded += lost.Count;
        }

        return forwarded;
    }

    /// <summary>Those that still wait, ascending.</summary>
    async ValueTask<List<(long Candid, PacketOrigin? Origin)>> FindLostAsync(long[] candids, bool looksForLetters, CancellationToken cancellationToken)
    {
        var lost = new List<(long Candid, PacketOrigin? Origin)>();
        foreach (var (candid, origin) in await FindStillWaitingAsync(candids, cancellationToken))
        {
            // One that was given up is a dead letter: it waits for a person.
            if (!(looksForLetters && await IsLetterAsync(candid, cancellationToken)))
                lost.Add((candid, origin));
        }

        lost.Sort((left, right) => left.Candid.CompareTo(right.Candid));
        return lost;
    }

    async ValueTask ReadLettersAsync(CancellationToken cancellationToken)
    {
        _letters.Clear();
        var newest = await letters.ListDeadLettersAsync(MostLetters, cancellationToken);
        _letters.UnionWith(
            newest.Where(letter => letter.Stage == stage && letter.Survey == survey).Select(letter => letter.Candid).OfType<long>());
    }

    async ValueTask<bool> IsLetterAsync(long candid, CancellationToken cancellationToken)
    {
        if (_letters.Contains(candid))
            return true;
        if (await letters.FindDeadLetterAsync(DeadLetter.IdOfAlert(survey, candid, stage), cancellationToken) is null)
            return false;
        _letters.Add(candid);
        return true;
    }

    static bool IsEmpty(QueueStatus status) => status is { Ready: 0, Leased: 0 };

    static QueueMessage Message(long candid, PacketOrigin? origin) => new(origin ?? new PacketOrigin("store", 0, candid, 0), null, CandidText.Encode(candid));
}
