using Boom.Core.Resilience;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;

namespace Boom.Tests.AlertWorker;

/// <summary>A store that can end between alerts and ledger, as one without transactions does.</summary>
sealed class CutShortStore(SqliteStore store) : IAlertStore, IDisposable
{
    /// <summary>Whether writes end after the alerts.</summary>
    public bool CutsShort { get; set; }

    public async ValueTask<IReadOnlyList<WriteFailure>> WriteAsync(AlertBatch batch, CancellationToken cancellationToken)
    {
        if (!CutsShort)
            return await store.WriteAsync(batch, cancellationToken);
        await store.WriteAsync(batch with { Ledger = [], DeadLetters = [] }, cancellationToken);
        throw new TransientFaultException("The store went away between alerts and ledger.");
    }

    public ValueTask<IReadOnlyDictionary<long, StoredAlert>> FindAlertsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        store.FindAlertsAsync(survey, candids, cancellationToken);

    public ValueTask<IReadOnlyList<string?>> FindNearestObjectsAsync(
        Survey survey, IReadOnlyList<SkyPosition> positions, double radiusArcsec, CancellationToken cancellationToken) =>
        store.FindNearestObjectsAsync(survey, positions, radiusArcsec, cancellationToken);

    public ValueTask<IReadOnlyDictionary<long, byte[]>> ReadAlertsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        store.ReadAlertsAsync(survey, candids, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, byte[]>> ReadObjectsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken) =>
        store.ReadObjectsAsync(survey, objectIds, cancellationToken);

    public ValueTask<IReadOnlyList<BodyAlerts>> ReadBodyAlertsAsync(Survey survey, IReadOnlyList<BodySpan> spans, int limit, CancellationToken cancellationToken) =>
        store.ReadBodyAlertsAsync(survey, spans, limit, cancellationToken);

    public ValueTask<IReadOnlyList<WatchlistHit>> ReadWatchlistHitsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, IReadOnlyCollection<string> lists, int limit, CancellationToken cancellationToken) =>
        store.ReadWatchlistHitsAsync(survey, objectIds, lists, limit, cancellationToken);

    public ValueTask<CutoutBatch> ReadCutoutsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        store.ReadCutoutsAsync(survey, candids, cancellationToken);

    public ValueTask<IReadOnlySet<string>> FindObjectsAsync(Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken) =>
        store.FindObjectsAsync(survey, objectIds, cancellationToken);

    public ValueTask<IReadOnlyList<StoredObject>> ListObjectsAsync(Survey survey, string afterObjectId, int limit, CancellationToken cancellationToken) =>
        store.ListObjectsAsync(survey, afterObjectId, limit, cancellationToken);

    /// <summary>Writes of matches that are made, and of which nobody hears.</summary>
    public int UnheardMatches { get; set; }

    public async ValueTask<long> WriteMatchesAsync(Survey survey, IReadOnlyList<ObjectMatches> objects, CancellationToken cancellationToken)
    {
        var changed = await store.WriteMatchesAsync(survey, objects, cancellationToken);
        return UnheardMatches-- > 0 ? throw new TransientFaultException("The store went away with its answer.") : changed;
    }

    public ValueTask<long> AddWatchlistHitsAsync(IReadOnlyList<WatchlistHit> hits, CancellationToken cancellationToken) =>
        store.AddWatchlistHitsAsync(hits, cancellationToken);

    public ValueTask<IReadOnlyList<WatchlistHit>> ListWatchlistHitsAsync(WatchlistQuery query, CancellationToken cancellationToken) =>
        store.ListWatchlistHitsAsync(query, cancellationToken);

    /// <summary>Writes of enrichments that are made, and of which nobody hears.</summary>
    public int UnheardEnrichments { get; set; }

    public async ValueTask<long> WriteEnrichmentsAsync(Survey survey, IReadOnlyList<EnrichmentUpdate> updates, CancellationToken cancellationToken)
    {
        var found = await store.WriteEnrichmentsAsync(survey, updates, cancellationToken);
        return UnheardEnrichments-- > 0 ? throw new TransientFaultException("The store went away with its answer.") : found;
    }

    /// <summary>Times that alerts are sent back, and nobody hears of it.</summary>
    public int UnheardSendBacks { get; set; }

    public async ValueTask<long> SendBackAsync(Survey survey, IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        var found = await store.SendBackAsync(survey, requests, cancellationToken);
        return UnheardSendBacks-- > 0 ? throw new TransientFaultException("The store went away with its answer.") : found;
    }

    public ValueTask<IReadOnlyList<long>> FindUnenrichedAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken) =>
        store.FindUnenrichedAsync(survey, afterCandid, limit, cancellationToken);

    public ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken) =>
        store.RecordAsync(entries, cancellationToken);

    public ValueTask RecordSpansAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken) =>
        store.RecordSpansAsync(spans, cancellationToken);

    public ValueTask IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken) =>
        store.IdentifyAsync(topic, partition, topicId, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken) =>
        store.ReadLedgerAsync(topic, cancellationToken);

    public ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) =>
        store.AddDeadLettersAsync(letters, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        store.ListDeadLettersAsync(limit, cancellationToken);

    public ValueTask<DeadLetter?> FindDeadLetterAsync(string id, CancellationToken cancellationToken) =>
        store.FindDeadLetterAsync(id, cancellationToken);

    public ValueTask<bool> RemoveDeadLetterAsync(string id, bool discard, CancellationToken cancellationToken) =>
        store.RemoveDeadLetterAsync(id, discard, cancellationToken);

    public ValueTask<IntakePause?> FindPauseAsync(Survey survey, CancellationToken cancellationToken) => store.FindPauseAsync(survey, cancellationToken);

    public ValueTask PauseAsync(Survey survey, IntakePause pause, CancellationToken cancellationToken) => store.PauseAsync(survey, pause, cancellationToken);

    public ValueTask<bool> ResumeAsync(Survey survey, CancellationToken cancellationToken) => store.ResumeAsync(survey, cancellationToken);

    public ValueTask<bool> TryTakeTurnAsync(string holder, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken) =>
        store.TryTakeTurnAsync(holder, now, duration, cancellationToken);

    public ValueTask<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken) =>
        store.ReadClockAsync(cancellationToken);

    public ValueTask<RemovedBatch> RemoveCutoutsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
        store.RemoveCutoutsAsync(survey, before, cursor, limit, cancellationToken);

    public ValueTask<RemovedBatch> RemoveAlertsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
        store.RemoveAlertsAsync(survey, before, cursor, limit, cancellationToken);

    public ValueTask<RemovedBatch> RemoveDeadLettersAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
        store.RemoveDeadLettersAsync(survey, before, cursor, limit, cancellationToken);

    public ValueTask<RemovedBatch> RemoveFilterCostsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
        store.RemoveFilterCostsAsync(survey, before, cursor, limit, cancellationToken);

    public bool CanHaveOrphanPages => store.CanHaveOrphanPages;

    public ValueTask<RemovedBatch> RemoveOrphanPagesAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken) =>
        store.RemoveOrphanPagesAsync(survey, before, cursor, limit, cancellationToken);

    public ValueTask<long> CountRemovedAlertsAsync(Survey survey, CancellationToken cancellationToken) =>
        store.CountRemovedAlertsAsync(survey, cancellationToken);

    public void Dispose() => store.Dispose();
}
