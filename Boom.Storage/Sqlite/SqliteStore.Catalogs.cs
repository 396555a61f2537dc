using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Documents;

namespace Boom.Storage.Sqlite;

/// <content>Objects and what catalogues and watch lists say of them.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<string>> FindObjectsAsync(Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
        => new(Read<IReadOnlySet<string>>(
            database =>
            {
                var found = new HashSet<string>(objectIds.Count, StringComparer.Ordinal);
                if (!HasObjects(database, survey))
                    return found;
                var find = database.Prepare(SurveySql.Of(survey).HasObject);
                foreach (var objectId in objectIds)
                {
                    find.Bind(1, objectId);
                    if (find.Step())
                        found.Add(objectId);
                    find.Reset();
                }

                return found;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredObject>> ListObjectsAsync(Survey survey, string afterObjectId, int limit, CancellationToken cancellationToken)
        => new(ReadRows(
            survey, sql => sql.ListObjects, rows => rows.Bind(1, afterObjectId).Bind(2, Math.Max(0, limit)),
            row => new StoredObject(row.Text(0), new(row.Double(1), row.Double(2)), MatchFields.VersionsOf(row.Blob(3)).ToArray()), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<long> WriteMatchesAsync(Survey survey, IReadOnlyList<ObjectMatches> objects, CancellationToken cancellationToken)
    {
        if (objects.Count == 0)
            return 0;
        await EnsureTablesAsync(survey, cancellationToken);
        return await WriteAsync(
            database =>
            {
                using var bson = new BsonWriter();
                var sql = SurveySql.Of(survey);
                var changed = 0L;
                foreach (var matches in objects)
                    changed += SetMatches(database, sql, matches, bson) ? 1 : 0;
                return changed;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long> AddWatchlistHitsAsync(IReadOnlyList<WatchlistHit> hits, CancellationToken cancellationToken)
        => hits.Count == 0 ? 0 : await WriteAsync(database => WatchlistTable.Add(database, hits), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WatchlistHit>> ListWatchlistHitsAsync(WatchlistQuery query, CancellationToken cancellationToken)
        => new(Read(database => WatchlistTable.List(database, query), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WatchlistHit>> ReadWatchlistHitsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, IReadOnlyCollection<string> lists, int limit, CancellationToken cancellationToken)
        => new(Read(database => WatchlistTable.Read(database, survey, objectIds, lists, limit), cancellationToken));

    static bool SetMatches(SqliteDatabase database, SurveySql sql, ObjectMatches matches, BsonWriter bson)
    {
        var read = database.Prepare(sql.ReadObject).Bind(1, matches.ObjectId);
        if (!read.Step())
            return false;
        var id = read.Int64(1);
        var isAsRead = MatchFields.IsAsRead(read.Blob(0), matches);
        var document = isAsRead ? MatchFields.Set(read.Blob(0), matches, bson) : default;
        read.Reset();
        if (isAsRead)
            database.Prepare(sql.UpdateObject).Bind(1, id).Bind(2, document.Span).Run();
        bson.Reset();
        return isAsRead;
    }
}
