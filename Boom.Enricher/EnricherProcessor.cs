using System.Diagnostics;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Boom.Enricher;

/// <summary>
/// One enricher's batch from queue to store and on to the filter workers: a read of the alerts, their enrichment, the write-back, and the hand-over. A repeat of
/// an alert that is enriched is handed on again, as nobody knows whether it was.
/// </summary>
/// <param name="enrichment">What is found out.</param>
/// <param name="store">Where the alerts are.</param>
/// <param name="time">Clock.</param>
/// <param name="telemetry">Hears of each batch.</param>
/// <param name="logger">Hears of each alert, and of dead letters.</param>
/// <param name="next">The filter stage; null when there is none.</param>
sealed class EnricherProcessor(
    AlertEnrichment enrichment, IAlertStore store, TimeProvider time, EnricherTelemetry telemetry, ILogger logger, FilterHandOver? next = null)
    : IBatchProcessor
{
    public async ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var candids = ReadCandids(batch);
        Activity.Current?.SetTag(BatchSpan.CandidsTag, candids.ToArray());
        var documents = await store.ReadAlertsAsync(enrichment.Survey, candids, cancellationToken);
        var alerts = new List<AlertToEnrich>(candids.Count);
        foreach (var candid in candids)
        {
            if (!documents.TryGetValue(candid, out var document))
                throw new InvalidDataException($"The alert {candid} is queued for enrichment and not in the store.");

            // A repeat: what is stored stays as it is, byte for byte.
            if (!EnrichmentStamp.IsIn(document))
                alerts.Add(AlertToEnrich.Read(candid, document));
        }

        // Before the alerts count as enriched: from then on nobody else looks after them.
        if (next is not null)
            await next.NoteAsync(candids, cancellationToken);
        if (alerts.Count > 0)
            await EnrichAsync(alerts, cancellationToken);
        if (next is not null)
            await next.PushAsync(batch, cancellationToken);
        telemetry.BatchProcessed(enrichment.Survey, batch, time.GetElapsedTime(started), time.GetUtcNow());
    }

    public async ValueTask GiveUpAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken)
    {
        var letter = DeadLetter.OfAlert(enrichment.Survey, message, reason, time.GetUtcNow());
        await store.AddDeadLettersAsync([letter], cancellationToken);
        telemetry.Failed(enrichment.Survey);
        EnricherLog.DeadLettered(logger, letter);
    }

    public void Dispose() => enrichment.Dispose();

    async ValueTask EnrichAsync(List<AlertToEnrich> alerts, CancellationToken cancellationToken)
    {
        var enriched = await enrichment.RunAsync(alerts, cancellationToken);
        await store.WriteEnrichmentsAsync(enrichment.Survey, [.. enriched.Select(alert => alert.Update)], cancellationToken);
        if (!logger.IsEnabled(LogLevel.Debug))
            return;
        foreach (var alert in alerts)
            EnricherLog.Enriched(logger, alert.Candid, alert.ObjectId);
    }

    static List<long> ReadCandids(IReadOnlyList<ClaimedMessage> batch)
    {
        var candids = new List<long>(batch.Count);
        foreach (var message in batch)
        {
            if (!CandidText.TryParse(message.Message.Payload.Span, out var candid))
                throw new InvalidDataException("A message of the enrichment queue is not a candid.");
            candids.Add(candid);
        }

        return candids;
    }
}
