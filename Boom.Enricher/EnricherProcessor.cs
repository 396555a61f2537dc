using System.Diagnostics;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Inference;
using Microsoft.Extensions.Logging;

namespace Boom.Enricher;

/// <summary>
/// One enricher's batch from queue to store: a read of the alerts, one of their objects, one of partner objects and one of cutouts if there are any that
/// are asked for, and the write-back.
/// </summary>
sealed class EnricherProcessor(
    EnricherStep step, NetworkSet networks, IAlertStore store, TimeProvider time, EnricherTelemetry telemetry, ILogger logger) : IBatchProcessor
{
    readonly AlertScorer _scorer = new(networks, store, step.Survey, time, telemetry);

    public async ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var candids = ReadCandids(batch);
        Activity.Current?.SetTag(BatchSpan.CandidsTag, candids.ToArray());
        var documents = await store.ReadAlertsAsync(step.Survey, candids, cancellationToken);
        var alerts = new List<AlertToEnrich>(candids.Count);
        foreach (var candid in candids)
        {
            if (!documents.TryGetValue(candid, out var document))
                throw new InvalidDataException($"The alert {candid} is queued for enrichment and not in the store.");

            // A repeat: what is stored stays as it is, byte for byte.
            if (!EnrichmentStamp.IsIn(document))
                alerts.Add(AlertToEnrich.Read(candid, document));
        }

        if (alerts.Count > 0)
            await EnrichAsync(alerts, cancellationToken);
        telemetry.BatchProcessed(step.Survey, batch, time.GetElapsedTime(started), time.GetUtcNow());
    }

    public async ValueTask GiveUpAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken)
    {
        var letter = DeadLetter.OfAlert(step.Survey, message, reason, time.GetUtcNow());
        await store.AddDeadLettersAsync([letter], cancellationToken);
        telemetry.Failed(step.Survey);
        EnricherLog.DeadLettered(logger, letter);
    }

    public void Dispose() => step.Dispose();

    async ValueTask EnrichAsync(List<AlertToEnrich> alerts, CancellationToken cancellationToken)
    {
        var objects = await store.ReadObjectsAsync(step.Survey, alerts.Select(alert => alert.ObjectId).ToHashSet(), cancellationToken);
        var partners = await ReadPartnersAsync(objects, cancellationToken);
        await store.WriteEnrichmentsAsync(step.Survey, await EnrichAsync(alerts, ObjectsOf(alerts, objects), partners, cancellationToken), cancellationToken);
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

    async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadPartnersAsync(IReadOnlyDictionary<string, byte[]> objects, CancellationToken cancellationToken)
    {
        var partners = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in objects.Values)
        {
            if (step.PartnerOf(document) is { } partner)
                partners.Add(partner);
        }

        return partners.Count > 0 && step.Partner is { } survey ? await store.ReadObjectsAsync(survey, partners, cancellationToken) : new Dictionary<string, byte[]>();
    }

    static List<byte[]> ObjectsOf(List<AlertToEnrich> alerts, IReadOnlyDictionary<string, byte[]> objects) => alerts.ConvertAll(
        alert => objects.TryGetValue(alert.ObjectId, out var document)
            ? document
            : throw new InvalidDataException($"The object {alert.ObjectId} of alert {alert.Candid} is not in the store."));

    async ValueTask<List<EnrichmentUpdate>> EnrichAsync(
        List<AlertToEnrich> alerts, List<byte[]> objects, IReadOnlyDictionary<string, byte[]> partners, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        step.Begin();
        var findings = new List<AlertFindings>(alerts.Count);
        for (var i = 0; i < alerts.Count; i++)
        {
            var partner = step.PartnerOf(objects[i]) is { } id && partners.TryGetValue(id, out var found) ? found : [];
            findings.Add(step.Analyse(alerts[i], objects[i], partner));
        }

        var outcomes = await _scorer.ScoreAsync(alerts, objects, findings, cancellationToken);
        var updates = new List<EnrichmentUpdate>(alerts.Count);
        for (var i = 0; i < alerts.Count; i++)
            updates.Add(step.Complete(alerts[i], findings[i], _scorer.Networks, outcomes[i], now));
        return updates;
    }
}
