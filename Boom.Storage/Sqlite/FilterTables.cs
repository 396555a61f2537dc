using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>Filters, what passed them, and the alerts that are due. The tables are made with the first row of any: a store without them has none.</summary>
static class FilterTables
{
    const string Make = """
        CREATE TABLE IF NOT EXISTS filters(id TEXT PRIMARY KEY, survey TEXT NOT NULL, active INTEGER NOT NULL, document BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS filter_hits(
            filter_id TEXT NOT NULL, fid TEXT NOT NULL, candid INTEGER NOT NULL, survey TEXT NOT NULL, object_id TEXT NOT NULL, jd REAL,
            passed_ms INTEGER NOT NULL, annotations BLOB NOT NULL, PRIMARY KEY (filter_id, fid, candid)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS filter_hits_passed ON filter_hits(filter_id, passed_ms);
        CREATE INDEX IF NOT EXISTS filter_hits_object ON filter_hits(object_id, passed_ms);
        CREATE TABLE IF NOT EXISTS filter_due(survey TEXT NOT NULL, candid INTEGER NOT NULL, PRIMARY KEY (survey, candid)) WITHOUT ROWID;
        """;

    const string Exists = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'filter_due'";
    const string Insert = "INSERT OR IGNORE INTO filters(id, survey, active, document) VALUES (?, ?, ?, ?)";
    const string Update = "UPDATE filters SET active = ?2, document = ?3 WHERE id = ?1";
    const string FindOne = "SELECT document FROM filters WHERE id = ?";
    const string Delete = "DELETE FROM filters WHERE id = ?";
    const string Select = "SELECT document FROM filters WHERE (?1 = '' OR survey = ?1) AND active >= ?2 ORDER BY id";

    const string InsertHit = """
        INSERT OR IGNORE INTO filter_hits(filter_id, fid, candid, survey, object_id, jd, passed_ms, annotations) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    const string SelectHits = """
        SELECT filter_id, fid, survey, candid, object_id, jd, passed_ms, annotations FROM filter_hits
        WHERE (?1 = '' OR filter_id = ?1) AND (?2 = '' OR object_id = ?2) AND passed_ms >= ?3
        ORDER BY passed_ms DESC, filter_id, fid, candid LIMIT ?4
        """;

    const string CountHitsOf = "SELECT COUNT(*) FROM filter_hits WHERE filter_id = ?";
    const string InsertDue = "INSERT OR IGNORE INTO filter_due(survey, candid) VALUES (?, ?)";
    const string HasDue = "SELECT 1 FROM filter_due WHERE survey = ? AND candid = ?";
    const string SelectDue = "SELECT candid FROM filter_due WHERE survey = ? AND candid > ? ORDER BY candid LIMIT ?";
    const string DeleteDue = "DELETE FROM filter_due WHERE survey = ? AND candid = ?";

    public static bool Has(SqliteDatabase database) => database.ReadInt64(Exists) > 0;

    public static bool Add(SqliteDatabase database, StoredFilter filter)
    {
        database.Execute(Make);
        if (List(database, filter.Survey, onlyActive: false).Any(other => other.Name == filter.Name))
            return false;
        using var writer = new BsonWriter();
        database.Prepare(Insert)
            .Bind(1, filter.Id).Bind(2, filter.Survey.ToUpperName()).Bind(3, filter.IsActive ? 1 : 0).Bind(4, FilterBson.Write(writer, filter).Span).Run();
        return database.Changes > 0;
    }

    public static StoredFilter? Find(SqliteDatabase database, string id) =>
        Has(database) ? database.Prepare(FindOne).Bind(1, id).First(row => FilterBson.Read(row.Blob(0))) : null;

    public static IReadOnlyList<StoredFilter> List(SqliteDatabase database, Survey? survey, bool onlyActive) => !Has(database)
        ? []
        : [.. database.Prepare(Select).Bind(1, survey?.ToUpperName() ?? "").Bind(2, onlyActive ? 1 : 0).All(row => FilterBson.Read(row.Blob(0))).OfType<StoredFilter>()];

    /// <summary>Changes a filter; false when there is none of this key, or the change is null.</summary>
    public static bool Change(SqliteDatabase database, string id, Func<StoredFilter, StoredFilter?> change)
    {
        if (Find(database, id) is not { } before || change(before) is not { } after)
            return false;
        using var writer = new BsonWriter();
        database.Prepare(Update).Bind(1, id).Bind(2, after.IsActive ? 1 : 0).Bind(3, FilterBson.Write(writer, after).Span).Run();
        return true;
    }

    public static bool Remove(SqliteDatabase database, string id)
    {
        if (!Has(database))
            return false;
        database.Prepare(Delete).Bind(1, id).Run();
        return database.Changes > 0;
    }

    public static long AddHits(SqliteDatabase database, IReadOnlyList<FilterHit> hits)
    {
        database.Execute(Make);
        var added = 0L;
        foreach (var hit in hits)
        {
            database.Prepare(InsertHit)
                .Bind(1, hit.FilterId).Bind(2, hit.Fid).Bind(3, hit.Candid).Bind(4, hit.Survey.ToUpperName()).Bind(5, hit.ObjectId).Bind(6, hit.Jd)
                .Bind(7, hit.PassedAtMs).Bind(8, hit.Annotations.Span).Run();
            added += database.Changes;
        }

        return added;
    }

    public static IReadOnlyList<FilterHit> ListHits(SqliteDatabase database, FilterHitQuery query) => !Has(database)
        ? []
        : database.Prepare(SelectHits)
            .Bind(1, query.FilterId ?? "").Bind(2, query.ObjectId ?? "").Bind(3, query.SinceMs).Bind(4, Math.Max(0, query.Limit)).All(ReadHit);

    public static long CountHits(SqliteDatabase database, string filterId) =>
        Has(database) ? database.Prepare(CountHitsOf).Bind(1, filterId).First(row => row.Int64(0)) : 0;

    public static void AddDue(SqliteDatabase database, Survey survey, IReadOnlyCollection<long> candids)
    {
        database.Execute(Make);
        RunDue(database, InsertDue, survey, candids);
    }

    public static HashSet<long> FindDue(SqliteDatabase database, Survey survey, IReadOnlyCollection<long> candids)
    {
        var due = new HashSet<long>();
        if (!Has(database))
            return due;
        foreach (var candid in candids)
        {
            if (database.Prepare(HasDue).Bind(1, survey.ToUpperName()).Bind(2, candid).First(_ => true))
                due.Add(candid);
        }

        return due;
    }

    public static IReadOnlyList<long> ListDue(SqliteDatabase database, Survey survey, long afterCandid, int limit) => Has(database)
        ? database.Prepare(SelectDue).Bind(1, survey.ToUpperName()).Bind(2, afterCandid).Bind(3, Math.Max(0, limit)).All(row => row.Int64(0))
        : [];

    public static void RemoveDue(SqliteDatabase database, Survey survey, IReadOnlyCollection<long> candids)
    {
        if (Has(database))
            RunDue(database, DeleteDue, survey, candids);
    }

    static void RunDue(SqliteDatabase database, string sql, Survey survey, IReadOnlyCollection<long> candids)
    {
        foreach (var candid in candids)
            database.Prepare(sql).Bind(1, survey.ToUpperName()).Bind(2, candid).Run();
    }

    static FilterHit ReadHit(SqliteStatement row)
    {
        _ = SurveyNames.TryParse(row.Text(2), out var survey);
        return new(row.Text(0), row.Text(1), survey, row.Int64(3), row.Text(4), row.Double(5), row.Int64(6), row.Blob(7).ToArray());
    }
}
