using System.Diagnostics;
using Boom.AlertWorker.Catalogs;
using Boom.Core.Alerts;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Boom.AlertWorker;

/// <summary>
/// One alert worker's batch from queue to store: at most one round trip each for the known alerts, the known objects, the write and
/// the hand-over. The alert is handed on after it is stored, and the packet is settled after that.
/// </summary>
sealed class AlertProcessor(
    AlertStep step, SurveyMatching catalogs, IAlertStore store, ILeasedQueue enrichment, TimeProvider time, AlertWorkerTelemetry telemetry, ILogger logger) : IBatchProcessor
{
    public async ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var decoded = await step.DecodeAsync(batch, cancellationToken);
        if (decoded is { Packets.Count: 0, Waits: { } all })
            throw all;
        Activity.Current?.SetTag(BatchSpan.CandidsTag, decoded.Candids().ToArray());
        // Side by side: most alerts are unknown, and a look-up for one that is stored already costs less than waiting to know.
        var finding = store.FindAlertsAsync(step.Survey, decoded.Candids(), cancellationToken).AsTask();
        using var matcher = catalogs.Take();
        var known = FindKnownObjectsAsync(matcher, decoded.Alerts(), cancellationToken);
        await Task.WhenAll(finding, known);
        var outcome = step.Encode(decoded, await finding, time.GetUtcNow(), await known is { } objects ? new NewObjects(matcher, objects) : null);

        var failures = await store.WriteAsync(
            new AlertBatch(step.Survey, outcome.Writes, outcome.Ledger, outcome.DeadLetters) { IsLookedUp = true, AliasRules = step.AliasRules, WatchlistHits = outcome.WatchlistHits },
            cancellationToken);
        telemetry.BatchStored(step.Survey, outcome.Ledger, time.GetUtcNow());
        if (failures.Count > 0)
            await KeepFailuresAsync(batch, failures, outcome, cancellationToken);
        if (outcome.Forward.Count > 0)
            await enrichment.PushAsync(BatchSpan.Carry(Activity.Current, outcome.Forward), cancellationToken);
        telemetry.BatchProcessed(step.Survey, outcome, failures.Count, time.GetElapsedTime(started));
        telemetry.Matched(step.Survey, step.TakeTally(), time);
        if (logger.IsEnabled(LogLevel.Debug))
            LogStored(outcome, failures);
        foreach (var letter in outcome.DeadLetters)
            AlertWorkerLog.DeadLettered(logger, letter);
        if (decoded.Waits is { } waits)
            throw waits;
    }

    public async ValueTask GiveUpAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken)
    {
        var letter = DeadLetter.OfPacket(step.Survey, message, new PacketFault("failed", reason), time.GetUtcNow());
        await StoreLettersAsync([letter], cancellationToken);
        telemetry.DeadLettered(letter);
        AlertWorkerLog.DeadLettered(logger, letter);
    }

    public void Dispose() => step.Dispose();

    // Null when there is nothing to match with.
    async Task<IReadOnlySet<string>?> FindKnownObjectsAsync(ObjectMatcher matcher, IReadOnlyList<ISurveyAlert> alerts, CancellationToken cancellationToken)
        => matcher.HasAny
            ? await store.FindObjectsAsync(step.Survey, alerts.Select(alert => alert.ObjectId).ToHashSet(StringComparer.Ordinal), cancellationToken)
            : null;

    // The store has left these alerts and the ledger entries of their packets out; the packets become dead letters.
    async ValueTask KeepFailuresAsync(
        IReadOnlyList<ClaimedMessage> batch, IReadOnlyList<WriteFailure> failures, AlertOutcome outcome, CancellationToken cancellationToken)
    {
        DeadLetter[] letters = [.. failures.Select(failure => DeadLetter.OfPacket(
            step.Survey, batch.First(m => m.Message.Origin == failure.Origin), new PacketFault("store", failure.Detail, failure.Candid), time.GetUtcNow()))];
        var refused = failures.Select(f => f.Candid).ToHashSet();
        outcome.Forward.RemoveAll(m => CandidText.TryParse(m.Payload.Span, out var candid) && refused.Contains(candid));
        outcome.DeadLetters.AddRange(letters);
        await StoreLettersAsync(letters, cancellationToken);
    }

    void LogStored(AlertOutcome outcome, IReadOnlyList<WriteFailure> failures)
    {
        foreach (var write in outcome.Writes.ExceptBy(failures.Select(failure => failure.Candid), write => write.Candid))
            AlertWorkerLog.Stored(logger, write.Candid, write.Object.ObjectId, write.Origin);
    }

    async ValueTask StoreLettersAsync(DeadLetter[] letters, CancellationToken cancellationToken) => await store.WriteAsync(
        new AlertBatch(step.Survey, [], [.. letters.Select(l => new LedgerEntry(l.Origin, PacketOutcome.DeadLettered))], letters), cancellationToken);
}
