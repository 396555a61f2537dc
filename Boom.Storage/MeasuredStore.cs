using System.Diagnostics.Metrics;
using Boom.Core.Resilience;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.Storage;

/// <summary>A store whose calls are timed and whose faults are counted: <c>store.call.duration</c> and <c>store.errors</c>, by operation.</summary>
/// <param name="store">The store.</param>
/// <param name="time">Clock.</param>
public sealed class MeasuredStore(IAlertStore store, TimeProvider time) : IAlertStore
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boom.Storage";

    static readonly Meter Instruments = new(MeterName);

    static readonly Histogram<double> Seconds = Instruments.CreateHistogram(
        "store.call.duration", "s", "Duration of calls of the stages on the store, by operation; a call may be several requests.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });

    static readonly Counter<long> Errors = Instruments.CreateCounter<long>(
        "store.errors", "{call}", "Calls that have failed, by operation and class: away (it may work later), refused (it will not).");

    const string Away = "away", Refused = "refused";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<long, StoredAlert>> FindAlertsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => MeasureAsync("find_alerts", () => store.FindAlertsAsync(survey, candids, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WriteFailure>> WriteAsync(AlertBatch batch, CancellationToken cancellationToken)
        => MeasureAsync("write_alerts", () => store.WriteAsync(batch, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string?>> FindNearestObjectsAsync(
        Survey survey, IReadOnlyList<SkyPosition> positions, double radiusArcsec, CancellationToken cancellationToken)
        => MeasureAsync("find_nearest_objects", () => store.FindNearestObjectsAsync(survey, positions, radiusArcsec, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<long, byte[]>> ReadAlertsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => MeasureAsync("read_alerts", () => store.ReadAlertsAsync(survey, candids, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, byte[]>> ReadObjectsAsync(Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
        => MeasureAsync("read_objects", () => store.ReadObjectsAsync(survey, objectIds, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BodyAlerts>> ReadBodyAlertsAsync(Survey survey, IReadOnlyList<BodySpan> spans, int limit, CancellationToken cancellationToken)
        => MeasureAsync("read_body_alerts", () => store.ReadBodyAlertsAsync(survey, spans, limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WatchlistHit>> ReadWatchlistHitsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, IReadOnlyCollection<string> lists, int limit, CancellationToken cancellationToken)
        => MeasureAsync("read_watchlist_hits", () => store.ReadWatchlistHitsAsync(survey, objectIds, lists, limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<CutoutBatch> ReadCutoutsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => MeasureAsync("read_cutouts", () => store.ReadCutoutsAsync(survey, candids, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long> WriteEnrichmentsAsync(Survey survey, IReadOnlyList<EnrichmentUpdate> updates, CancellationToken cancellationToken)
        => MeasureAsync("write_enrichments", () => store.WriteEnrichmentsAsync(survey, updates, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long> SendBackAsync(Survey survey, IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
        => MeasureAsync("send_back", () => store.SendBackAsync(survey, requests, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> FindUnenrichedAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken)
        => MeasureAsync("find_unenriched", () => store.FindUnenrichedAsync(survey, afterCandid, limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<string>> FindObjectsAsync(Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
        => MeasureAsync("find_objects", () => store.FindObjectsAsync(survey, objectIds, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredObject>> ListObjectsAsync(Survey survey, string afterObjectId, int limit, CancellationToken cancellationToken)
        => MeasureAsync("list_objects", () => store.ListObjectsAsync(survey, afterObjectId, limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long> WriteMatchesAsync(Survey survey, IReadOnlyList<ObjectMatches> objects, CancellationToken cancellationToken)
        => MeasureAsync("write_matches", () => store.WriteMatchesAsync(survey, objects, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long> AddWatchlistHitsAsync(IReadOnlyList<WatchlistHit> hits, CancellationToken cancellationToken)
        => MeasureAsync("add_watchlist_hits", () => store.AddWatchlistHitsAsync(hits, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WatchlistHit>> ListWatchlistHitsAsync(WatchlistQuery query, CancellationToken cancellationToken)
        => MeasureAsync("list_watchlist_hits", () => store.ListWatchlistHitsAsync(query, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
        => await MeasureAsync("record_ledger", () => Answer(store.RecordAsync(entries, cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask RecordSpansAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken)
        => await MeasureAsync("record_ledger", () => Answer(store.RecordSpansAsync(spans, cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken)
        => await MeasureAsync("record_ledger", () => Answer(store.IdentifyAsync(topic, partition, topicId, cancellationToken)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken)
        => MeasureAsync("read_ledger", () => store.ReadLedgerAsync(topic, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
        => await MeasureAsync("add_dead_letters", () => Answer(store.AddDeadLettersAsync(letters, cancellationToken)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(int limit, CancellationToken cancellationToken)
        => MeasureAsync("list_dead_letters", () => store.ListDeadLettersAsync(limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<DeadLetter?> FindDeadLetterAsync(string id, CancellationToken cancellationToken)
        => MeasureAsync("find_dead_letter", () => store.FindDeadLetterAsync(id, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> RemoveDeadLetterAsync(string id, bool discard, CancellationToken cancellationToken)
        => MeasureAsync("remove_dead_letter", () => store.RemoveDeadLetterAsync(id, discard, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IntakePause?> FindPauseAsync(Survey survey, CancellationToken cancellationToken)
        => MeasureAsync("find_pause", () => store.FindPauseAsync(survey, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask PauseAsync(Survey survey, IntakePause pause, CancellationToken cancellationToken)
        => await MeasureAsync("pause", () => Answer(store.PauseAsync(survey, pause, cancellationToken)));

    /// <inheritdoc/>
    public ValueTask<bool> ResumeAsync(Survey survey, CancellationToken cancellationToken)
        => MeasureAsync("resume", () => store.ResumeAsync(survey, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> TryTakeTurnAsync(string holder, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken)
        => MeasureAsync("take_turn", () => store.TryTakeTurnAsync(holder, now, duration, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken)
        => MeasureAsync("read_clock", () => store.ReadClockAsync(cancellationToken));

    /// <inheritdoc/>
    public ValueTask<RemovedBatch> RemoveCutoutsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
        => MeasureAsync("remove_cutouts", () => store.RemoveCutoutsAsync(survey, before, cursor, limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<RemovedBatch> RemoveAlertsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
        => MeasureAsync("remove_alerts", () => store.RemoveAlertsAsync(survey, before, cursor, limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<RemovedBatch> RemoveDeadLettersAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
        => MeasureAsync("remove_dead_letters", () => store.RemoveDeadLettersAsync(survey, before, cursor, limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<RemovedBatch> RemoveFilterCostsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
        => MeasureAsync("remove_filter_costs", () => store.RemoveFilterCostsAsync(survey, before, cursor, limit, cancellationToken));

    /// <inheritdoc/>
    public bool CanHaveOrphanPages => store.CanHaveOrphanPages;

    /// <inheritdoc/>
    public ValueTask<RemovedBatch> RemoveOrphanPagesAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
        => MeasureAsync("remove_pages", () => store.RemoveOrphanPagesAsync(survey, before, cursor, limit, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long> CountRemovedAlertsAsync(Survey survey, CancellationToken cancellationToken)
        => MeasureAsync("count_removed_alerts", () => store.CountRemovedAlertsAsync(survey, cancellationToken));

    async ValueTask<T> MeasureAsync<T>(string operation, Func<ValueTask<T>> call)
    {
        var started = time.GetTimestamp();
        var name = new KeyValuePair<string, object?>("operation", operation);

        // What has never failed counts zero, lest its first fault be missed by whoever looks at increases.
        Errors.Add(0, name, new("class", Away));
        Errors.Add(0, name, new("class", Refused));
        try
        {
            return await call();
        }
        catch (Exception fault) when (fault is TransientFaultException or PermanentFaultException)
        {
            Errors.Add(1, name, new("class", fault is PermanentFaultException ? Refused : Away));
            throw;
        }
        finally
        {
            Seconds.Record(time.GetElapsedTime(started).TotalSeconds, name);
        }
    }

    static async ValueTask<bool> Answer(ValueTask call)
    {
        await call;
        return true;
    }
}
