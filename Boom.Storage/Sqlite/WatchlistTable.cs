using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>The hits of watch lists. The table is made with the first of them: a store without it has none.</summary>
static class WatchlistTable
{
    const string Make = """
        CREATE TABLE IF NOT EXISTS watchlist_hits(
            list TEXT NOT NULL, row TEXT NOT NULL, survey TEXT NOT NULL, object_id TEXT NOT NULL, distance_arcsec REAL NOT NULL,
            version TEXT NOT NULL, found_ms INTEGER NOT NULL, PRIMARY KEY (list, row, survey, object_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS watchlist_hits_found ON watchlist_hits(list, found_ms);
        CREATE INDEX IF NOT EXISTS watchlist_hits_object ON watchlist_hits(object_id, found_ms);
        """;

    const string Exists = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'watchlist_hits'";
    const string Insert = "INSERT OR IGNORE INTO watchlist_hits(list, row, survey, object_id, distance_arcsec, version, found_ms) VALUES (?, ?, ?, ?, ?, ?, ?)";

    const string Select = """
        SELECT list, version, row, survey, object_id, distance_arcsec, found_ms FROM watchlist_hits
        WHERE (?1 = '' OR list = ?1) AND (?2 = '' OR object_id = ?2) AND found_ms >= ?3
        ORDER BY found_ms DESC, list, survey, object_id, row LIMIT ?4
        """;

    const string IsOnAny = "SELECT 1 FROM watchlist_hits WHERE object_id = ? LIMIT 1";

    const string SelectNearest = """
        SELECT list, version, row, survey, object_id, distance_arcsec, found_ms FROM watchlist_hits
        WHERE object_id = ?1 AND survey = ?2 AND list = ?3 ORDER BY distance_arcsec, row LIMIT ?4
        """;

    /// <summary>Adds those that are not there; answers how many.</summary>
    public static long Add(SqliteDatabase database, IReadOnlyList<WatchlistHit> hits)
    {
        if (hits.Count == 0)
            return 0;
        database.Execute(Make);
        var added = 0L;
        foreach (var hit in hits)
        {
            database.Prepare(Insert)
                .Bind(1, hit.List).Bind(2, hit.Row).Bind(3, hit.Survey.ToUpperName()).Bind(4, hit.ObjectId).Bind(5, hit.DistanceArcsec)
                .Bind(6, hit.Version).Bind(7, hit.FoundAtMs).Run();
            added += database.Changes;
        }

        return added;
    }

    public static IReadOnlyList<WatchlistHit> List(SqliteDatabase database, WatchlistQuery query)
        => database.ReadInt64(Exists) == 0
            ? []
            : database.Prepare(Select)
                .Bind(1, query.List ?? "").Bind(2, query.ObjectId ?? "").Bind(3, query.SinceMs).Bind(4, Math.Max(0, query.Limit)).All(Read);

    /// <summary>Hits of objects on lists, of each object and list the nearest.</summary>
    public static IReadOnlyList<WatchlistHit> Read(SqliteDatabase database, Survey survey, IReadOnlyCollection<string> objectIds, IReadOnlyCollection<string> lists, int limit)
    {
        if (limit <= 0 || objectIds.Count == 0 || lists.Count == 0 || database.ReadInt64(Exists) == 0)
            return [];
        var hits = new List<WatchlistHit>();
        foreach (var objectId in objectIds.Distinct(StringComparer.Ordinal))
        {
            // Most objects are on no list.
            if (!database.Prepare(IsOnAny).Bind(1, objectId).First(_ => true))
                continue;
            foreach (var list in lists)
                hits.AddRange(database.Prepare(SelectNearest).Bind(1, objectId).Bind(2, survey.ToUpperName()).Bind(3, list).Bind(4, limit).All(Read));
        }

        return WatchlistHit.Nearest(hits, limit);
    }

    static WatchlistHit Read(SqliteStatement row)
    {
        _ = SurveyNames.TryParse(row.Text(3), out var survey);
        return new(row.Text(0), row.Text(1), row.Text(2), survey, row.Text(4), row.Double(5), row.Int64(6));
    }
}
