using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Microsoft.Extensions.Logging;

namespace Boom.Enricher;

/// <summary>
/// Finds alerts that are stored and that no queue holds any more, because a queue server lost a part of its memory or a worker died at the wrong
/// moment, and queues them for enrichment again, however busy the queue is. It notes the alerts that are not enriched. A short queue is then read
/// through: what it lacks is lost. A long one is waited for until all that had been put in by then has left it; only the queue server's clock is asked
/// for that, and compared with itself.
/// </summary>
/// <param name="survey">Survey of the alerts.</param>
/// <param name="queue">Enrichment queue.</param>
/// <param name="store">Where the alerts are.</param>
/// <param name="interval">Rest between two looks.</param>
/// <param name="time">Clock of the waits.</param>
/// <param name="logger">Hears what was found.</param>
sealed class StrandedAlerts(Survey survey, ILeasedQueue queue, IAlertStore store, TimeSpan interval, TimeProvider time, ILogger<Enricher> logger)
{
    /// <summary>Alerts of one look-up, and of one push.</summary>
    internal const int PageSize = 1000;

    /// <summary>Alerts noted at a time, 8 bytes each; those behind them are noted next time.</summary>
    internal const int MostNoted = 20_000;

    /// <summary>A queue with no more messages is read through.</summary>
    internal const int ShortQueue = 10_000;

    /// <summary>An alert worker stores first and queues then: what it has in hand is given so long to arrive.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Time between two looks at what the queue still holds.</summary>
    internal static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(2);

    /// <summary>When the queue server's clock has been set back, its messages may seem older than what is waited for: it begins anew.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    // Letters are looked for again now and then, as they may have been discarded.
    const int SweepsPerMemory = 30;

    readonly HashSet<long> _letters = [];
    long _after = long.MinValue;
    int _sweeps;

    /// <summary>Looks again and again until it is stopped; servers that are away or refuse put it off.</summary>
    public async Task RunAsync(CancellationToken stopping)
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
                    EnricherLog.SweepPutOff(logger, fault.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>One look; answers how many alerts were queued again.</summary>
    internal async ValueTask<int> SweepAsync(CancellationToken cancellationToken)
    {
        if (_sweeps++ % SweepsPerMemory == 0)
            _letters.Clear();
        var noted = await NoteAsync(cancellationToken);
        if (noted.Count == 0)
            return 0;
        await Task.Delay(Grace, time, cancellationToken);
        await RemoveQueuedAsync(noted, cancellationToken);
        var forwarded = 0;
        foreach (var page in noted.Chunk(PageSize))
            forwarded += await ForwardAsync(page, cancellationToken);
        if (forwarded > 0)
            EnricherLog.Stranded(logger, forwarded, survey.ToUpperName());
        return forwarded;
    }

    async ValueTask<List<long>> NoteAsync(CancellationToken cancellationToken)
    {
        var noted = new List<long>();
        while (noted.Count < MostNoted)
        {
            var page = await store.FindUnenrichedAsync(survey, _after, PageSize, cancellationToken);
            noted.AddRange(page);
            _after = page.Count < PageSize ? long.MinValue : page[^1];
            if (_after == long.MinValue)
                break;
        }

        noted.RemoveAll(_letters.Contains);
        return noted;
    }

    /// <summary>Takes out the alerts that the queue holds, or may hold.</summary>
    async ValueTask RemoveQueuedAsync(List<long> noted, CancellationToken cancellationToken)
    {
        var status = await queue.GetStatusAsync(cancellationToken);
        if (IsEmpty(status))
            return;
        if (queue is not IQueueContents contents || status.Ready + status.Leased > ShortQueue)
        {
            if (!await HaveLeftAsync(noted, cancellationToken))
                noted.Clear();
            return;
        }

        var queued = new HashSet<long>();
        await foreach (var message in contents.ReadAsync(cancellationToken))
        {
            if (CandidText.TryParse(message.Payload.Span, out var candid))
                queued.Add(candid);
        }

        noted.RemoveAll(queued.Contains);
    }

    /// <summary>
    /// Waits until the queue holds nothing that was put in before now; false when there is nothing to wait for, or no end of it. The moment is that of
    /// a message of our own, one of the noted alerts once more: the enricher leaves an alert that is enriched as it is.
    /// </summary>
    async ValueTask<bool> HaveLeftAsync(List<long> noted, CancellationToken cancellationToken)
    {
        if (await FindMarkerAsync(noted, cancellationToken) is not { } marker)
            return false;
        var moment = (await queue.PushAsync([Message(marker)], cancellationToken)).AtMs;
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

    async ValueTask<int> ForwardAsync(long[] candids, CancellationToken cancellationToken)
    {
        var lost = new List<long>();
        foreach (var (candid, alert) in await store.FindAlertsAsync(survey, candids, cancellationToken))
        {
            // One that was given up is a dead letter: it waits for a person.
            if (alert.State == AlertState.Stored && !await IsLetterAsync(candid, cancellationToken))
                lost.Add(candid);
        }

        lost.Sort();
        if (lost.Count > 0)
            await queue.PushAsync(lost.ConvertAll(Message), cancellationToken);
        return lost.Count;
    }

    async ValueTask<bool> IsLetterAsync(long candid, CancellationToken cancellationToken)
    {
        if (_letters.Contains(candid))
            return true;
        if (await store.FindDeadLetterAsync(DeadLetter.IdOfAlert(survey, candid), cancellationToken) is null)
            return false;
        _letters.Add(candid);
        return true;
    }

    static bool IsEmpty(QueueStatus status) => status is { Ready: 0, Leased: 0 };

    static QueueMessage Message(long candid) => new(new PacketOrigin("store", 0, candid, 0), null, CandidText.Encode(candid));
}
