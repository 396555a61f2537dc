using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Documents;

namespace Boom.Storage.Sqlite;

/// <content>
/// What has been kept for long enough. Rows lie in order of arrival, so the old ones are at the front: a walk from there ends at the first batch in which none is
/// old. Old rows are looked for beside the writing, and removed in a transaction that sees whether they still are what they were.
/// </content>
public sealed partial class SqliteStore
{
    const string TurnExists = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'retention'";

    const string TakeTurn = """
        INSERT INTO retention_turn(id, holder, until_ms) VALUES (1, ?1, ?3) ON CONFLICT(id) DO UPDATE SET holder = ?1, until_ms = ?3
            WHERE holder = ?1 OR until_ms <= ?2
        """;

    const string AddRemoved = "INSERT INTO retention(survey, alerts) VALUES (?1, ?2) ON CONFLICT(survey) DO UPDATE SET alerts = alerts + ?2";
    const string ReadRemoved = "SELECT alerts FROM retention WHERE survey = ?";

    /// <inheritdoc/>
    public bool CanHaveOrphanPages => false;

    /// <inheritdoc/>
    public ValueTask<bool> TryTakeTurnAsync(string holder, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken)
        => WriteAsync(
            database =>
            {
                database.Execute(SqliteSchema.RetentionTables);
                database.Prepare(TakeTurn).Bind(1, holder).Bind(2, now.ToUnixTimeMilliseconds()).Bind(3, (now + duration).ToUnixTimeMilliseconds()).Run();
                return database.Changes > 0;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken) => new((DateTimeOffset?)null);

    /// <inheritdoc/>
    /// <remarks>
    /// Only cutouts that are on the disk for certain, and never the last ones of a survey: after a power cut the others are what shows which alerts must come
    /// again.
    /// </remarks>
    public async ValueTask<RemovedBatch> RemoveCutoutsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (cursor is null)
            await FlushCutoutsAsync(cancellationToken);
        var sql = SurveySql.Of(survey);
        var rows = ReadRows(
            survey, _ => sql.OldCutouts,
            find => find.Bind(1, IdOf(cursor)).Bind(2, survey.ToUpperName()).Bind(3, limit),
            row => new CutoutsRow(row.Int64(0), row.Int32(1), row.IsNull(2) || IsOlder(row.Blob(3), before), row.IsNull(2) || row.Int32(2) != 0), cancellationToken);
        var old = rows.Where(row => row is { IsOld: true, IsFree: true }).ToList();
        var removed = old.Count == 0 ? 0 : await WriteAsync(database => RemoveRows(database, sql, old), cancellationToken);
        var next = rows.Count < limit || !rows.Any(row => row.IsOld) ? null : TextOf(rows[^1].Id);
        if (next is null || (removed > 0 && rows[0].Segment != rows[^1].Segment))
            DeleteSegments(survey, cancellationToken);
        return new(removed, next);
    }

    /// <inheritdoc/>
    public async ValueTask<RemovedBatch> RemoveAlertsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var sql = SurveySql.Of(survey);
        if (cursor is null)
            await FlushCutoutsAsync(cancellationToken);
        var rows = ReadRows(
            survey, _ => sql.OldAlerts, find => find.Bind(1, IdOf(cursor)).Bind(2, limit),
            row => (Id: row.Int64(0), Candid: row.Int64(1), IsOld: IsOlder(row.Blob(2), before)), cancellationToken);
        var old = rows.Where(row => row.IsOld).Select(row => (row.Id, row.Candid)).ToList();
        var removed = old.Count == 0 ? default : await WriteAsync(database => RemoveAlerts(database, sql, old), cancellationToken);
        var next = rows.Count < limit || old.Count == 0 ? null : TextOf(rows[^1].Id);
        if (next is null)
            DeleteSegments(survey, cancellationToken);
        return new(removed.Alerts, next);
    }

    /// <inheritdoc/>
    public ValueTask<RemovedBatch> RemoveDeadLettersAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
        => WriteAsync(
            database =>
            {
                var letters = DeadLetterTable.ListBefore(database, survey, before.ToUnixTimeMilliseconds(), limit);
                foreach (var letter in letters)
                    DeadLetterTable.Remove(database, letter.Id);
                LedgerTable.Record(database, [.. letters.Where(letter => letter.Stage == DeadLetterStages.Alert).Select(letter => new LedgerEntry(letter.Origin, PacketOutcome.Rejected))]);
                return new RemovedBatch(letters.Count, letters.Count < limit ? null : "");
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RemovedBatch> RemoveOrphanPagesAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
        => new(default(RemovedBatch));

    /// <inheritdoc/>
    public ValueTask<long> CountRemovedAlertsAsync(Survey survey, CancellationToken cancellationToken)
        => new(Read(
            database => database.ReadInt64(TurnExists) == 0 ? 0 : database.Prepare(ReadRemoved).Bind(1, survey.ToUpperName()).First(row => row.Int64(0)),
            cancellationToken));

    static long RemoveRows(SqliteDatabase database, SurveySql sql, List<CutoutsRow> old)
    {
        var removed = 0;
        foreach (var row in old)
        {
            database.Prepare(sql.DeleteCutoutsRow).Bind(1, row.Id).Run();
            removed += database.Changes;
        }

        CountsTable.Add(database, sql.Survey, cutouts: -removed);
        return removed;
    }

    static (long Alerts, long Cutouts) RemoveAlerts(SqliteDatabase database, SurveySql sql, List<(long Id, long Candid)> old)
    {
        var (alerts, cutouts) = (0, 0);
        var mark = CutoutTable.Mark(database, sql);
        foreach (var (id, candid) in old)
        {
            database.Prepare(sql.DeleteEnriched).Bind(1, id).Bind(2, candid).Run();
            if (database.Changes == 0)
                continue;
            alerts++;

            // Those that stay for now are without an alert, and go with the next walk over the cutouts.
            database.Prepare(sql.DeleteOldCutouts).Bind(1, candid).Bind(2, mark).Run();
            cutouts += database.Changes;
        }

        CountsTable.Add(database, sql.Survey, alerts: -alerts, enriched: -alerts, cutouts: -cutouts);
        database.Execute(SqliteSchema.RetentionTables);
        database.Prepare(AddRemoved).Bind(1, sql.Survey.ToUpperName()).Bind(2, alerts).Run();
        return (alerts, cutouts);
    }

    /// <summary>
    /// Deletes the segments of which nothing is left, beside the writing. The rows are gone for good first, as a power cut must not bring them back without their
    /// cutouts: while a reader keeps the log from being moved into the file, the segments wait for the next walk.
    /// </summary>
    void DeleteSegments(Survey survey, CancellationToken cancellationToken)
    {
        var sql = SurveySql.Of(survey);
        var free = Read(
            database =>
            {
                var last = HasTables(database, survey) ? CutoutTable.Last(database, sql).Segment : 0;
                return _segments.List(survey).FindAll(segment => segment < last && !IsInUse(database, sql, segment));
            },
            cancellationToken);
        if (free.Count > 0 && Use(database => database.TryCheckpoint(), cancellationToken))
            free.ForEach(segment => _segments.Delete(survey, segment));
    }

    /// <summary>Whether a segment has rows. They never descend in segment, so it is looked for by halves.</summary>
    static bool IsInUse(SqliteDatabase database, SurveySql sql, int segment)
    {
        var (low, high) = (0L, database.ReadInt64(sql.LastCutoutsId));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (id, found) = database.Prepare(sql.FirstCutoutsFrom).Bind(1, middle).First(row => (row.Int64(0), row.Int32(1)));
            if (found >= segment)
                high = middle;
            else
                low = id + 1;
        }

        return database.Prepare(sql.FirstCutoutsFrom).Bind(1, low).First(row => row.Int32(1)) == segment;
    }

    /// <summary>Brings cutouts to the disk, and holds up no writer while the disk is at work.</summary>
    async ValueTask FlushCutoutsAsync(CancellationToken cancellationToken)
    {
        for (Task? started = null; ;)
        {
            Task running;
            await _writeLock.WaitAsync(cancellationToken);
            try
            {
                ObjectDisposedException.ThrowIf(_disposed, this);

                // A writer that came in between has noted it.
                if (started is not null && _flush.Running != started)
                    return;
                if (!_flush.IsRunning)
                {
                    _flush.End();
                    if (started is not null)
                        return;
                    StartFlush();
                    started = _flush.Running;
                }

                running = _flush.Running!;
            }
            finally
            {
                _writeLock.Release();
            }

            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    static bool IsOlder(ReadOnlySpan<byte> alert, DateTimeOffset before) => IngestOrigin.StoredAtMs(alert) < before.ToUnixTimeMilliseconds();

    static long IdOf(string? cursor) => cursor is null ? long.MinValue : long.Parse(cursor, CultureInfo.InvariantCulture);

    static string TextOf(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Cutouts of an alert.</summary>
    /// <param name="Id">Key of the row.</param>
    /// <param name="Segment">Where they lie.</param>
    /// <param name="IsOld">Whether the alert was stored before the time, or is gone.</param>
    /// <param name="IsFree">Whether it is enriched, or gone.</param>
    readonly record struct CutoutsRow(long Id, int Segment, bool IsOld, bool IsFree);
}
