using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>
/// The statements on one survey's tables. Rows are kept in order of arrival under a key of their own, so that the large tables only
/// grow at the end; the keys by which they are found are in small indexes.
/// </summary>
sealed class SurveySql
{
    static readonly SurveySql[] All = [.. Enum.GetValues<Survey>().Select(survey => new SurveySql(survey))];

    SurveySql(Survey survey)
    {
        Survey = survey;
        var alerts = survey.ToUpperName() + "_alerts";
        var objects = alerts + "_aux";
        var cutouts = alerts + "_cutouts";
        CreateTables = $"""
            CREATE TABLE IF NOT EXISTS {alerts}(
                id INTEGER PRIMARY KEY, candid INTEGER NOT NULL, object_id TEXT NOT NULL, jd REAL, magpsf REAL, ra REAL NOT NULL,
                dec REAL NOT NULL, healpix_29 INTEGER NOT NULL, enriched INTEGER NOT NULL, document BLOB NOT NULL);
            CREATE UNIQUE INDEX IF NOT EXISTS {alerts}_candid ON {alerts}(candid);
            CREATE INDEX IF NOT EXISTS {alerts}_object ON {alerts}(object_id, jd, magpsf);
            CREATE INDEX IF NOT EXISTS {alerts}_waiting ON {alerts}(candid) WHERE enriched = 0;
            CREATE TABLE IF NOT EXISTS {objects}(
                id INTEGER PRIMARY KEY, object_id TEXT NOT NULL, healpix_29 INTEGER NOT NULL, ra REAL NOT NULL, dec REAL NOT NULL,
                created_jd REAL, document BLOB NOT NULL);
            CREATE UNIQUE INDEX IF NOT EXISTS {objects}_object ON {objects}(object_id);
            CREATE INDEX IF NOT EXISTS {objects}_healpix ON {objects}(healpix_29, ra, dec, object_id);
            CREATE INDEX IF NOT EXISTS {objects}_created ON {objects}(created_jd, object_id);
            CREATE TABLE IF NOT EXISTS {cutouts}(
                id INTEGER PRIMARY KEY, candid INTEGER NOT NULL, segment INTEGER NOT NULL, position INTEGER NOT NULL,
                length INTEGER NOT NULL, checksum INTEGER NOT NULL);
            CREATE UNIQUE INDEX IF NOT EXISTS {cutouts}_candid ON {cutouts}(candid);
            """;
        TablesExist = $"SELECT COUNT(*) FROM sqlite_master WHERE name = '{cutouts}'";
        HasObjects = $"SELECT COUNT(*) FROM (SELECT 1 FROM {objects} LIMIT 1)";

        // Of an alert that is not there, only the index is read; of one that is, its document says which packet brought it.
        FindAlert = $"SELECT enriched, document FROM {alerts} WHERE candid = ?";
        InsertAlert = $"""
            INSERT INTO {alerts}(candid, object_id, jd, magpsf, ra, dec, healpix_29, enriched, document) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)
            """;
        ReadAlert = $"SELECT document, id, enriched FROM {alerts} WHERE candid = ?";
        Enrich = $"UPDATE {alerts} SET enriched = 1, document = ?2 WHERE id = ?1";
        ReadEnrichedAfter = $"SELECT id, document FROM {alerts} WHERE enriched = 1 AND id > ? ORDER BY id LIMIT ?";
        FindWaiting = $"SELECT candid FROM {alerts} WHERE enriched = 0 AND candid > ? ORDER BY candid LIMIT ?";
        ListAlerts = $"SELECT candid, object_id, jd, magpsf, ra, dec, enriched FROM {alerts} WHERE object_id = ? ORDER BY jd DESC LIMIT ?";
        ListBrightest = $"""
            WITH brightest AS (
                SELECT a.id AS alert, MIN(a.magpsf) AS magnitude FROM {objects} o CROSS JOIN {alerts} a ON a.object_id = o.object_id
                WHERE o.created_jd >= ? AND a.magpsf > 0 AND a.magpsf < 50
                GROUP BY o.object_id ORDER BY magnitude LIMIT ?)
            SELECT candid, object_id, jd, magpsf, ra, dec, enriched FROM brightest JOIN {alerts} ON id = alert ORDER BY magnitude, candid
            """;

        InsertCutouts = $"INSERT OR IGNORE INTO {cutouts}(candid, segment, position, length, checksum) VALUES (?, ?, ?, ?, ?)";
        FindCutouts = $"SELECT segment, position, length, checksum FROM {cutouts} WHERE candid = ?";
        LastCutouts = $"SELECT segment, position, length, checksum FROM {cutouts} ORDER BY id DESC LIMIT 1";
        LastCutoutsId = $"SELECT coalesce(MAX(id), 0) FROM {cutouts}";
        ListCutouts = $"SELECT segment, position, length, checksum, candid FROM {cutouts} WHERE id > ? ORDER BY id";
        UnflushedCutouts = $"SELECT coalesce(MIN(segment), 0), coalesce(MAX(segment), 0), coalesce(MAX(id), 0) FROM {cutouts} WHERE id > ?";
        DeleteCutouts = $"DELETE FROM {cutouts} WHERE candid = ?";
        DeleteAlert = $"DELETE FROM {alerts} WHERE candid = ?";

        ReadObject = $"SELECT document, id FROM {objects} WHERE object_id = ?";
        InsertObject = $"INSERT INTO {objects}(object_id, healpix_29, ra, dec, created_jd, document) VALUES (?, ?, ?, ?, ?, ?)";
        UpdateObject = $"UPDATE {objects} SET document = ?2 WHERE id = ?1";
        FindObjects = $"SELECT object_id, ra, dec FROM {objects} WHERE healpix_29 BETWEEN ? AND ?";

        Count = $"""
            SELECT (SELECT COUNT(*) FROM {alerts}), (SELECT COUNT(*) FROM {alerts} WHERE enriched = 0),
                (SELECT COUNT(*) FROM {objects}), (SELECT COUNT(*) FROM {cutouts})
            """;
    }

    public static SurveySql Of(Survey survey) => All[(int)survey];

    public Survey Survey { get; }
    public string CreateTables { get; }
    public string TablesExist { get; }
    public string HasObjects { get; }
    public string FindAlert { get; }
    public string InsertAlert { get; }
    public string ReadAlert { get; }
    public string Enrich { get; }
    public string ReadEnrichedAfter { get; }
    public string FindWaiting { get; }
    public string ListAlerts { get; }
    public string ListBrightest { get; }
    public string InsertCutouts { get; }
    public string FindCutouts { get; }
    public string LastCutouts { get; }
    public string LastCutoutsId { get; }
    public string ListCutouts { get; }
    public string UnflushedCutouts { get; }
    public string DeleteCutouts { get; }
    public string DeleteAlert { get; }
    public string ReadObject { get; }
    public string InsertObject { get; }
    public string UpdateObject { get; }
    public string FindObjects { get; }
    public string Count { get; }
}
