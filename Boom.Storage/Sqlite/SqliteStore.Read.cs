using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Storage.Documents;

namespace Boom.Storage.Sqlite;

/// <content>
/// Look-ups by key. A batch of them is one statement run again and again inside one read transaction: in-process, that is as fast as one
/// large query, and needs no list of parameters.
/// </content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<long, StoredAlert>> FindAlertsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => new(LookUp(
            survey, SurveySql.Of(survey).FindAlert, candids, new Dictionary<long, StoredAlert>(), (statement, candid) => statement.Bind(1, candid),
            row => new(row.Int64(0) == 0 ? AlertState.Stored : AlertState.Enriched, IngestOrigin.Of(row.Blob(1))), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<long, byte[]>> ReadAlertsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => new(LookUp(
            survey, SurveySql.Of(survey).ReadAlert, candids, new Dictionary<long, byte[]>(candids.Count),
            (statement, candid) => statement.Bind(1, candid), row => row.Blob(0).ToArray(), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, byte[]>> ReadObjectsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
        => new(LookUp(
            survey, SurveySql.Of(survey).ReadObject, objectIds, new Dictionary<string, byte[]>(objectIds.Count),
            (statement, objectId) => statement.Bind(1, objectId), row => row.Blob(0).ToArray(), cancellationToken));

    /// <inheritdoc/>
    /// <exception cref="PermanentFaultException">The cutouts are not as they were written.</exception>
    public ValueTask<byte[]?> ReadCutoutsAsync(Survey survey, long candid, CancellationToken cancellationToken)
    {
        var sql = SurveySql.Of(survey);
        var location = Read(database => HasTables(database, survey) ? CutoutTable.Find(database, sql, candid) : null, cancellationToken);
        if (location is not { } place)
            return new((byte[]?)null);
        return _segments.Read(survey, place) is { } document
            ? new(document)
            : throw new PermanentFaultException(DamageOf(survey, place, candid));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> FindUnenrichedAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<long>>(
            database => HasTables(database, survey)
                ? database.Prepare(SurveySql.Of(survey).FindWaiting).Bind(1, afterCandid).Bind(2, Math.Max(0, limit)).All(row => row.Int64(0))
                : [],
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertSummary>> ListAlertsAsync(
        Survey survey, string objectId, int limit, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<AlertSummary>>(
            database => HasTables(database, survey)
                ? ReadSummaries(database.Prepare(SurveySql.Of(survey).ListAlerts).Bind(1, objectId).Bind(2, Math.Max(0, limit)))
                : [],
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertSummary>> ListBrightestNewAsync(
        Survey survey, double sinceJd, int limit, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<AlertSummary>>(
            database => HasTables(database, survey)
                ? ReadSummaries(database.Prepare(SurveySql.Of(survey).ListBrightest).Bind(1, sinceJd).Bind(2, Math.Max(0, limit)))
                : [],
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<StoreCounts> CountAsync(Survey survey, CancellationToken cancellationToken)
        => new(Read(database => CountsTable.Of(database, survey), cancellationToken));

    string DamageOf(Survey survey, CutoutLocation place, long candid)
        => $"The cutouts of alert {candid} are damaged or gone: bring {_segments.PathOf(survey, place.Segment)} back from a backup.";

    static List<AlertSummary> ReadSummaries(SqliteStatement rows) => rows.All(row => new AlertSummary(
        row.Int64(0), row.Text(1), row.Double(2), row.Double(3), new(row.Double(4), row.Double(5)), row.Int64(6) != 0));

    /// <summary>Adds what a statement finds for each of the keys.</summary>
    IReadOnlyDictionary<TKey, T> LookUp<TKey, T>(
        Survey survey, string sql, IReadOnlyCollection<TKey> keys, Dictionary<TKey, T> found, Action<SqliteStatement, TKey> bind,
        Func<SqliteStatement, T> read, CancellationToken cancellationToken)
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
                        found[key] = read(statement);
                    statement.Reset();
                }

                return found;
            },
            cancellationToken);
}
