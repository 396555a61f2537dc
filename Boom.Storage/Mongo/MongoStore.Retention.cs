using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>
/// What has been kept for long enough. Alerts are walked through in order of their enrichment, which an index gives; the document <c>retention_SURVEY</c> of the
/// collection <c>boom</c> says how far cutouts are removed, and how many alerts.
/// </content>
public sealed partial class MongoStore
{
    const string SweptUntil = "cutouts_until", RemovedAlerts = "alerts_removed", Removing = "removing";

    static readonly BsonDocument TurnKey = new("_id", "retention_turn");
    static readonly BsonDocument ByEnrichment = new(MongoFilters.EnrichedAt, 1);
    static readonly BsonDocument EnrichmentOnly = new(MongoFilters.EnrichedAt, 1);

    readonly bool[] _hasAgeIndex = new bool[Enum.GetValues<Survey>().Length];

    /// <inheritdoc/>
    public async ValueTask<bool> TryTakeTurnAsync(string holder, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken)
    {
        var set = new BsonDocument("$set", new BsonDocument { { "holder", holder }, { "until", Date(now + duration) } });
        var mine = new BsonDocument(TurnKey)
        {
            { "$or", new BsonArray { new BsonDocument("holder", holder), new BsonDocument("until", new BsonDocument("$lte", Date(now))) } },
        };
        if ((await _server.RunAsync(() => Orders.UpdateOneAsync(mine, set, null, cancellationToken))).MatchedCount > 0)
            return true;

        // Nobody's yet, or another's: then this finds it, and changes nothing.
        var first = new BsonDocument("$setOnInsert", set["$set"]);
        var made = await _server.RunAsync(() => Orders.UpdateOneAsync(TurnKey, first, new UpdateOptions { IsUpsert = true }, cancellationToken));
        return made.UpsertedId is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken) => await _server.ReadClockAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// An alert's cutouts go when the time has passed since it was enriched last, not only since it was stored: what is enriched is never behind the mark that
    /// says how far was swept.
    /// </remarks>
    public async ValueTask<RemovedBatch> RemoveCutoutsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
    {
        await EnsureAgeIndexAsync(survey, cancellationToken);
        var from = cursor is null ? await ReadSweptAsync(survey, cancellationToken) : long.Parse(cursor, CultureInfo.InvariantCulture);
        var (candids, next) = await FindAgedAsync(survey, from, before, limit, cancellationToken);
        var removed = candids.Count == 0 ? 0 : await _cutouts.RemoveAsync(survey, candids, cancellationToken);
        var note = new BsonDocument("$max", new BsonDocument(SweptUntil, new BsonDateTime(next ?? before.ToUnixTimeMilliseconds())));
        await _server.RunAsync(() => Orders.UpdateOneAsync(NoteKey(survey), note, new UpdateOptions { IsUpsert = true }, cancellationToken));
        return new(removed, next?.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    /// <remarks>Which alerts go is noted before and counted after, so that a program that ends in between leaves a true count to the next one.</remarks>
    public async ValueTask<RemovedBatch> RemoveAlertsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
    {
        await EnsureAgeIndexAsync(survey, cancellationToken);
        var removed = await EndRemovalAsync(survey, cancellationToken);
        var (candids, next) = await FindAgedAsync(survey, 0, before, limit, cancellationToken);
        if (candids.Count == 0)
            return new(removed, null);
        var intent = new BsonDocument
        {
            { "token", ObjectId.GenerateNewId() },
            { "before", Date(before) },
            { "candids", new BsonArray(candids) },
        };
        var free = new BsonDocument(NoteKey(survey)) { { Removing, BsonNull.Value } };
        await _server.RunAsync(() => Orders.UpdateOneAsync(NoteKey(survey), new BsonDocument("$setOnInsert", new BsonDocument(RemovedAlerts, 0L)), new UpdateOptions { IsUpsert = true }, cancellationToken));
        await _server.RunAsync(() => Orders.UpdateOneAsync(free, new BsonDocument("$set", new BsonDocument(Removing, intent)), null, cancellationToken));
        removed += await EndRemovalAsync(survey, cancellationToken);
        return new(removed, next is null ? null : "");
    }

    /// <inheritdoc/>
    public async ValueTask<RemovedBatch> RemoveDeadLettersAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
    {
        await EnsureIndexesOnceAsync(null, cancellationToken);
        var letters = await _letters.ListBeforeAsync(survey, before, limit, cancellationToken);
        if (letters.Count == 0)
            return default;

        // What ends in between leaves the letters, and is done again.
        await _ledger.RecordAsync(
            [.. letters.Where(letter => letter.Stage == DeadLetterStages.Alert).Select(letter => new LedgerEntry(letter.Origin, PacketOutcome.Rejected))], cancellationToken);
        await _letters.RemoveAsync(letters, before, cancellationToken);
        return new(letters.Count, letters.Count < limit ? null : "");
    }

    /// <inheritdoc/>
    public async ValueTask<RemovedBatch> RemoveOrphanPagesAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await _pages.RemoveOrphansAsync(survey, before, cursor ?? "", limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountRemovedAlertsAsync(Survey survey, CancellationToken cancellationToken)
        => await ReadNoteAsync(survey, cancellationToken) is { } note
            ? note.GetValue(RemovedAlerts, 0L).ToInt64() + (note.GetValue(Removing, BsonNull.Value) is BsonDocument intent ? intent["candids"].AsBsonArray.Count : 0)
            : 0;

    /// <summary>Does what was noted, and counts it once, whoever has noted it.</summary>
    async Task<long> EndRemovalAsync(Survey survey, CancellationToken cancellationToken)
    {
        if ((await ReadNoteAsync(survey, cancellationToken))?.GetValue(Removing, BsonNull.Value) is not BsonDocument intent)
            return 0;
        var candids = intent["candids"].AsBsonArray.Select(candid => candid.ToInt64()).ToList();
        var beforeMs = intent["before"].AsBsonDateTime.MillisecondsSinceEpoch;
        var aged = Aged(0, beforeMs, beforeMs).Add("_id", new BsonDocument("$in", intent["candids"]));
        var still = await _server.FindAsync(_server.Alerts(survey), MongoFilters.Ids(candids), AlertFields.State, SummariesPerReply, cancellationToken);

        // One that was enriched anew in between stays, and keeps its cutouts.
        var kept = still.Where(alert => EnrichmentStamp.ReadMs(alert.Bytes.Span) is not { } mark || mark >= beforeMs)
            .Select(alert => AlertFields.ReadCandid(alert.Bytes.Span)).ToHashSet();
        await _cutouts.RemoveAsync(survey, candids.FindAll(candid => !kept.Contains(candid)), cancellationToken);
        await _server.DeleteAsync(_server.Alerts(survey), aged, cancellationToken);
        var left = await _server.CountAsync(_server.Alerts(survey), MongoFilters.Ids(candids), cancellationToken);
        var mine = NoteKey(survey).Add(Removing + ".token", intent["token"]);
        var count = new BsonDocument
        {
            { "$inc", new BsonDocument(RemovedAlerts, candids.Count - left) },
            { "$unset", new BsonDocument(Removing, "") },
        };
        var counted = await _server.RunAsync(() => Orders.UpdateOneAsync(mine, count, null, cancellationToken));
        return counted.MatchedCount > 0 ? candids.Count - left : 0;
    }

    /// <summary>
    /// Alerts that were enriched from one time to another, oldest enrichment first, and from which enrichment on there may be more; null when there are none.
    /// They are more than asked for when many were enriched in one millisecond.
    /// </summary>
    async Task<(List<long> Candids, long? NextMs)> FindAgedAsync(Survey survey, long fromMs, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var beforeMs = before.ToUnixTimeMilliseconds();
        var found = await FindAsync(Aged(fromMs, beforeMs, beforeMs), limit);
        long? next = found.Count < limit ? null : found[^1].EnrichedMs;

        // A batch of one time that fills the answer would be found again and again.
        if (next is { } last && found[0].EnrichedMs == last)
            (found, next) = (await FindAsync(Aged(last, last + 1, beforeMs), null), last + 1);
        return (found.ConvertAll(alert => alert.Candid), next);

        async Task<List<(long Candid, long EnrichedMs)>> FindAsync(BsonDocument filter, int? most)
        {
            var options = MongoServer.Options(EnrichmentOnly, SummariesPerReply, ByEnrichment, most);
            var alerts = await _server.FindAsync(_server.Alerts(survey), filter, options, cancellationToken);
            return alerts.ConvertAll(alert => (AlertFields.ReadCandid(alert.Bytes.Span), EnrichmentStamp.ReadMs(alert.Bytes.Span)!.Value));
        }
    }

    /// <summary>Alerts that Boom has stored and enriched; the clock that says when they were enriched is not believed more than the one that says when they were stored.</summary>
    static BsonDocument Aged(long fromMs, long untilMs, long beforeMs)
    {
        var enriched = new BsonDocument { { "$gte", new BsonDateTime(fromMs) }, { "$lt", new BsonDateTime(untilMs) } };
        return new() { { MongoFilters.EnrichedAt, enriched }, { MongoFilters.StoredAt, new BsonDocument("$lt", new BsonDateTime(beforeMs)) } };
    }

    /// <summary>The index that retention needs, made when there is one.</summary>
    async ValueTask EnsureAgeIndexAsync(Survey survey, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _hasAgeIndex[(int)survey]))
            return;
        await EnsureIndexesOnceAsync(survey, cancellationToken);
        var alerts = survey.ToUpperName() + "_alerts";
        await new IndexBuilder(_server).EnsureAsync(
            alerts, [new(alerts, ByEnrichment, new BsonDocument(MongoFilters.EnrichedAt, new BsonDocument("$exists", true)))], Tell, cancellationToken);
        _progress = null;
        Volatile.Write(ref _hasAgeIndex[(int)survey], true);
    }

    async Task<long> ReadSweptAsync(Survey survey, CancellationToken cancellationToken)
        => (await ReadNoteAsync(survey, cancellationToken))?.GetValue(SweptUntil, BsonNull.Value) is BsonDateTime swept ? swept.MillisecondsSinceEpoch : 0;

    async Task<BsonDocument?> ReadNoteAsync(Survey survey, CancellationToken cancellationToken)
        => (await _server.FindAsync(Orders, NoteKey(survey), null, cancellationToken)).FirstOrDefault();

    static BsonDateTime Date(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    static BsonDocument NoteKey(Survey survey) => new("_id", $"retention_{survey.ToUpperName()}");
}
