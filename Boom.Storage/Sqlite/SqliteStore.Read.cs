using Boom.Core.Alerts;
using Boom.Core.Resilience;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Storage.Documents;
using Boom.Storage.Objects;

namespace Boom.Storage.Sqlite;

/// <content>
/// Look-ups by key: a batch of them is one statement run again and again inside one read transaction, which is in-process as fast as one large query and needs
/// no list of parameters. Objects by position: ranges of HEALPix cells from the index, then the exact distance.
/// </content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<long, StoredAlert>> FindAlertsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => new(LookUp(
            survey, SurveySql.Of(survey).FindAlert, candids, new Dictionary<long, StoredAlert>(), (statement, candid) => statement.Bind(1, candid),
            row => new(row.Int64(0) == 0 ? AlertState.Stored : AlertState.Enriched, IngestOrigin.Of(row.Blob(1))), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<long, byte[]>> ReadAlertsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => new(LookUp(
            survey, SurveySql.Of(survey).ReadAlert, candids, new Dictionary<long, byte[]>(candids.Count),
            (statement, candid) => statement.Bind(1, candid), row => row.Blob(0).ToArray(), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, byte[]>> ReadObjectsAsync(Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
        => new(LookUp(
            survey, SurveySql.Of(survey).ReadObject, objectIds, new Dictionary<string, byte[]>(objectIds.Count),
            (statement, objectId) => statement.Bind(1, objectId), (database, objectId, row) => Assemble(database, survey, objectId, row.Blob(0)), cancellationToken));

    /// <summary>An object with what is on its pages.</summary>
    static byte[] Assemble(SqliteDatabase database, Survey survey, string objectId, ReadOnlySpan<byte> head)
    {
        using var pages = new PacketArena();
        return ObjectHead.Assemble(head.ToArray(), objectId, id => PageTable.Read(database, survey, id, pages), out _);
    }

    /// <inheritdoc/>
    /// <exception cref="PermanentFaultException">The cutouts are not as they were written.</exception>
    public ValueTask<byte[]?> ReadCutoutsAsync(Survey survey, long candid, CancellationToken cancellationToken)
    {
        var sql = SurveySql.Of(survey);
        var location = Read(database => HasTables(database, survey) ? CutoutTable.Find(database, sql, candid) : null, cancellationToken);
        if (location is not { } place)
            return new((byte[]?)null);
        return _segments.Read(survey, place) is { } stored && CutoutImages.Expand(stored) is { } document
            ? new(document)
            : throw new PermanentFaultException(DamageOf(survey, place, candid));
    }

    /// <inheritdoc/>
    public ValueTask<CutoutBatch> ReadCutoutsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        var places = LookUp(
            survey, SurveySql.Of(survey).FindCutouts, candids, new Dictionary<long, CutoutLocation>(candids.Count),
            (statement, candid) => statement.Bind(1, candid), CutoutTable.Location, cancellationToken);
        var cutouts = new CutoutBatch();
        try
        {
            foreach (var (candid, place) in places)
            {
                var document = cutouts.Reserve(place.Length);
                cutouts.Add(candid, _segments.TryRead(survey, place, document.Span) ? document : default(ReadOnlyMemory<byte>?));
            }
        }
        catch
        {
            cutouts.Dispose();
            throw;
        }

        return new(cutouts);
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindDesignationAsync(Survey survey, string designation, CancellationToken cancellationToken)
        => new(Read(database => HasTables(database, survey) ? BodyTable.Find(database, survey, designation) : null, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> FindUnenrichedAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken)
        => new(ReadRows(survey, sql => sql.FindWaiting, rows => rows.Bind(1, afterCandid).Bind(2, Math.Max(0, limit)), row => row.Int64(0), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> ListCandidsAsync(Survey survey, AlertSpan span, long afterCandid, int limit, CancellationToken cancellationToken)
        => new(ReadRows(
            survey, sql => span.IsAll ? sql.ListCandids : sql.ListCandidsOfTimes,
            rows => Bind(rows, span, Math.Max(0, limit), afterCandid), row => row.Int64(0), cancellationToken));

    static SqliteStatement Bind(SqliteStatement rows, in AlertSpan span, int limit, long afterCandid)
    {
        rows.Bind(1, afterCandid).Bind(2, span.FirstCandid).Bind(3, span.LastCandid).Bind(4, limit);
        return span.IsAll ? rows : rows.Bind(5, span.FromJd).Bind(6, span.ToJd);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertSummary>> ListAlertsAsync(Survey survey, string objectId, int limit, CancellationToken cancellationToken)
        => new(ReadRows(survey, sql => sql.ListAlerts, rows => rows.Bind(1, objectId).Bind(2, Math.Max(0, limit)), ReadSummary, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertSummary>> ListBrightestNewAsync(Survey survey, double sinceJd, int limit, CancellationToken cancellationToken)
        => new(ReadRows(survey, sql => sql.ListBrightest, rows => rows.Bind(1, sinceJd).Bind(2, Math.Max(0, limit)), ReadSummary, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<StoreCounts> CountAsync(Survey survey, CancellationToken cancellationToken)
        => new(Read(database => CountsTable.Of(database, survey), cancellationToken));

    string DamageOf(Survey survey, CutoutLocation place, long candid)
        => $"The cutouts of alert {candid} are damaged or gone: bring {_segments.PathOf(survey, place.Segment)} back from a backup.";

    static AlertSummary ReadSummary(SqliteStatement row)
        => new(row.Int64(0), row.Text(1), row.Double(2), row.Double(3), new(row.Double(4), row.Double(5)), row.Int64(6) != 0);

    IReadOnlyList<T> ReadRows<T>(
        Survey survey, Func<SurveySql, string> sql, Func<SqliteStatement, SqliteStatement> bind, Func<SqliteStatement, T> read, CancellationToken cancellationToken)
        => Read(database => HasTables(database, survey) ? bind(database.Prepare(sql(SurveySql.Of(survey)))).All(read) : [], cancellationToken);

    /// <summary>Adds what a statement finds for each of the keys.</summary>
    IReadOnlyDictionary<TKey, T> LookUp<TKey, T>(
        Survey survey, string sql, IReadOnlyCollection<TKey> keys, Dictionary<TKey, T> found, Action<SqliteStatement, TKey> bind,
        Func<SqliteStatement, T> read, CancellationToken cancellationToken)
        where TKey : notnull
        => LookUp(survey, sql, keys, found, bind, (_, _, row) => read(row), cancellationToken);

    IReadOnlyDictionary<TKey, T> LookUp<TKey, T>(
        Survey survey, string sql, IReadOnlyCollection<TKey> keys, Dictionary<TKey, T> found, Action<SqliteStatement, TKey> bind,
        Func<SqliteDatabase, TKey, SqliteStatement, T> read, CancellationToken cancellationToken)
        where TKey : notnull
        => Read(
            database =>
            {
                if (!HasTables(database, survey))
                    return found;
                var statement = database.Prepare(sql);
                foreach (var key in keys)
                {
                    bind(statement, key);
                    if (statement.Step())
                        found[key] = read(database, key, statement);
                    statement.Reset();
                }

                return found;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ObjectHit>> ConeSearchAsync(Survey survey, SkyPosition centre, double radiusArcsec, int limit, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<ObjectHit>>(
            database => HasObjects(database, survey) && limit > 0 ? SearchCone(database, survey, centre, radiusArcsec, limit) : [],
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string?>> FindNearestObjectsAsync(
        Survey survey, IReadOnlyList<SkyPosition> positions, double radiusArcsec, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<string?>>(
            database =>
            {
                var nearest = new string?[positions.Count];
                if (!HasObjects(database, survey))
                    return nearest;
                var ranges = new HealpixRange[HealpixCone.MaxRanges];
                var find = database.Prepare(SurveySql.Of(survey).FindObjects);
                for (var i = 0; i < nearest.Length; i++)
                    nearest[i] = SqliteAliases.FindNearest(find, positions[i], radiusArcsec, ranges).ObjectId;
                return nearest;
            },
            cancellationToken));

    static ObjectHit[] SearchCone(SqliteDatabase database, Survey survey, SkyPosition centre, double radiusArcsec, int limit)
    {
        var ranges = new HealpixRange[HealpixCone.MaxRanges];
        var count = HealpixCone.Cover(centre, radiusArcsec, ranges);
        var find = database.Prepare(SurveySql.Of(survey).FindObjects);
        var nearest = new NearestObjects(limit);
        foreach (var range in ranges.AsSpan(0, count))
        {
            find.Bind(1, range.First).Bind(2, range.Last);
            while (find.Step())
            {
                var position = new SkyPosition(find.Double(1), find.Double(2));
                var distance = SkyGeometry.SeparationArcsec(centre, position);
                if (distance <= radiusArcsec)
                    nearest.Add(new(survey, find.Text(0), position, distance));
            }
        }

        return nearest.TakeAll();
    }
}
