using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Microsoft.Extensions.Logging;

namespace Boom.Enricher;

/// <summary>
/// Finds alerts that are stored and that no queue holds any more, because a queue server lost its memory or a worker died at the wrong
/// moment, and queues them for enrichment again. It looks only while the queue is empty, so that nothing is queued twice.
/// </summary>
/// <param name="survey">Survey of the alerts.</param>
/// <param name="queue">Enrichment queue.</param>
/// <param name="store">Where the alerts are.</param>
/// <param name="interval">Time between two looks.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Hears what was found.</param>
sealed class StrandedAlerts(Survey survey, ILeasedQueue queue, IAlertStore store, TimeSpan interval, TimeProvider time, ILogger<Enricher> logger)
{
    /// <summary>Alerts of one look-up.</summary>
    internal const int PageSize = 1000;

    /// <summary>An alert worker stores first and queues then: what it has in hand is given so long to arrive.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Looks again and again until it is stopped; servers that are away put it off.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(interval, time, stopping);
                try
                {
                    await SweepAsync(stopping);
                }
                catch (Exception fault) when (TransientFaultException.Of(fault, stopping) is not null)
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
        var status = await queue.GetStatusAsync(cancellationToken);
        if (status.Ready > 0 || status.Leased > 0)
            return 0;

        var forwarded = 0;
        for (var after = long.MinValue; ;)
        {
            var page = await store.FindUnenrichedAsync(survey, after, PageSize, cancellationToken);
            if (page.Count == 0)
                break;
            var stranded = await KeepStrandedAsync(page, after, cancellationToken);
            if (stranded.Count > 0)
                await queue.PushAsync(stranded, cancellationToken);
            forwarded += stranded.Count;
            after = page[^1];
        }

        if (forwarded > 0)
            EnricherLog.Stranded(logger, forwarded, survey.ToUpperName());
        return forwarded;
    }

    async ValueTask<List<QueueMessage>> KeepStrandedAsync(IReadOnlyList<long> page, long after, CancellationToken cancellationToken)
    {
        await Task.Delay(Grace, time, cancellationToken);
        var waiting = (await store.FindUnenrichedAsync(survey, after, PageSize, cancellationToken)).ToHashSet();
        var stranded = new List<QueueMessage>();
        foreach (var candid in page.Where(waiting.Contains))
        {
            // One that was given up is a dead letter: it waits for a person.
            if (await store.FindDeadLetterAsync(DeadLetter.IdOfAlert(survey, candid), cancellationToken) is null)
                stranded.Add(new QueueMessage(new PacketOrigin("store", 0, candid, 0), null, CandidText.Encode(candid)));
        }

        return stranded;
    }
}
