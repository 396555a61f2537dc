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
        => new(Read<IReadOnlyDictionary<long, StoredAlert>>(
            database =>
            {
                var states = new Dictionary<long, StoredAlert>();
                if (!HasTables(database, survey))
                    return states;
                var find = database.Prepare(SurveySql.Of(survey).FindAlert);
                foreach (var candid in candids)
                {
                    if (find.Bind(1, candid).Step())
                    {
                        var state = find.Int64(0) == 0 ? AlertState.Stored : AlertState.Enriched;
                        states[candid] = new(state, IngestOrigin.Of(find.Blob(1)));
                    }

                    find.Reset();
                }

                return states;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<long, byte[]>> ReadAlertsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => new(Read<IReadOnlyDictionary<long, byte[]>>(
            database =>
            {
                var documents = new Dictionary<long, byte[]>(candids.Count);
                if (!HasTables(database, survey))
                    return documents;
                var read = database.Prepare(SurveySql.Of(survey).ReadAlert);
                foreach (var candid in candids)
                {
                    if (read.Bind(1, candid).Step())
                        documents[candid] = read.Blob(0).ToArray();
                    read.Reset();
                }

                return documents;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, byte[]>> ReadObjectsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
        => new(Read<IReadOnlyDictionary<string, byte[]>>(
            database =>
            {
                var documents = new Dictionary<string, byte[]>(objectIds.Count);
                if (!HasTables(database, survey))
                    return documents;
                var read = database.Prepare(SurveySql.Of(survey).ReadObject);
                foreach (var objectId in objectIds)
                {
                    if (read.Bind(1, objectId).Step())
                        documents[objectId] = read.Blob(0).ToArray();
                    read.Reset();
                }

                return documents;
            },
            cancellationToken));

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
            database =>
            {
                var candids = new List<long>();
                if (!HasTables(database, survey))
                    return candids;
                var rows = database.Prepare(SurveySql.Of(survey).FindWaiting).Bind(1, afterCandid).Bind(2, Math.Max(0, limit));
                while (rows.Step())
                    candids.Add(rows.Int64(0));
                return candids;
            },
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

    static List<AlertSummary> ReadSummaries(SqliteStatement rows)
    {
        var summaries = new List<AlertSummary>();
        while (rows.Step())
        {
            summaries.Add(new(
                rows.Int64(0), rows.Text(1), rows.Double(2), rows.Double(3), new(rows.Double(4), rows.Double(5)), rows.Int64(6) != 0));
        }

        return summaries;
    }
}
