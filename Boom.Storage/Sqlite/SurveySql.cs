using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>The statements on one survey's tables (<see cref="SqliteSchema.SurveyTables"/>).</summary>
sealed class SurveySql(Survey survey, string alerts, string objects, string cutouts)
{
    static readonly SurveySql[] All =
        [.. Enum.GetValues<Survey>().Select(survey => new SurveySql(survey, Alerts(survey), Alerts(survey) + "_aux", Alerts(survey) + "_cutouts"))];

    public Survey Survey { get; } = survey;

    public string TablesExist { get; } = $"SELECT COUNT(*) FROM sqlite_master WHERE name = '{cutouts}'";
    public string HasObjects { get; } = $"SELECT COUNT(*) FROM (SELECT 1 FROM {objects} LIMIT 1)";

    // Of an alert that is not there, only the index is read; of one that is, its document says which packet brought it.
    public string FindAlert { get; } = $"SELECT enriched, document FROM {alerts} WHERE candid = ?";
    public string InsertAlert { get; } = $"""
        INSERT INTO {alerts}(candid, object_id, jd, magpsf, ra, dec, healpix_29, enriched, document) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)
        """;
    public string ReadAlert { get; } = $"SELECT document, id, enriched FROM {alerts} WHERE candid = ?";
    public string Enrich { get; } = $"UPDATE {alerts} SET enriched = 1, document = ?2 WHERE id = ?1";
    public string SendBack { get; } = $"UPDATE {alerts} SET enriched = 0, document = ?2 WHERE id = ?1";
    public string ReadEnrichedAfter { get; } = $"SELECT id, document FROM {alerts} WHERE enriched = 1 AND id > ? ORDER BY id LIMIT ?";
    public string FindWaiting { get; } = $"SELECT candid FROM {alerts} WHERE enriched = 0 AND candid > ? ORDER BY candid LIMIT ?";
    public string ListCandids { get; } = $"SELECT candid FROM {alerts} WHERE candid > ?1 AND candid BETWEEN ?2 AND ?3 ORDER BY candid LIMIT ?4";
    public string ListCandidsOfTimes { get; } =
        $"SELECT candid FROM {alerts} WHERE candid > ?1 AND candid BETWEEN ?2 AND ?3 AND jd >= ?5 AND jd < ?6 ORDER BY candid LIMIT ?4";
    public string ListAlerts { get; } = $"SELECT candid, object_id, jd, magpsf, ra, dec, enriched FROM {alerts} WHERE object_id = ? ORDER BY jd DESC LIMIT ?";
    public string ListBrightest { get; } = $"""
        WITH brightest AS (
            SELECT a.id AS alert, MIN(a.magpsf) AS magnitude FROM {objects} o CROSS JOIN {alerts} a ON a.object_id = o.object_id
            WHERE o.created_jd >= ? AND a.magpsf > 0 AND a.magpsf < 50
            GROUP BY o.object_id ORDER BY magnitude LIMIT ?)
        SELECT candid, object_id, jd, magpsf, ra, dec, enriched FROM brightest JOIN {alerts} ON id = alert ORDER BY magnitude, candid
        """;

    public string InsertCutouts { get; } = $"INSERT OR IGNORE INTO {cutouts}(candid, segment, position, length, checksum) VALUES (?, ?, ?, ?, ?)";
    public string FindCutouts { get; } = $"SELECT segment, position, length, checksum FROM {cutouts} WHERE candid = ?";
    public string LastCutouts { get; } = $"SELECT segment, position, length, checksum FROM {cutouts} ORDER BY id DESC LIMIT 1";
    public string LastCutoutsId { get; } = $"SELECT coalesce(MAX(id), 0) FROM {cutouts}";
    public string ListCutouts { get; } = $"SELECT segment, position, length, checksum, candid FROM {cutouts} WHERE id > ? ORDER BY id";
    public string UnflushedCutouts { get; } = $"SELECT coalesce(MIN(segment), 0), coalesce(MAX(segment), 0), coalesce(MAX(id), 0) FROM {cutouts} WHERE id > ?";
    public string DeleteCutouts { get; } = $"DELETE FROM {cutouts} WHERE candid = ?";

    // Cutouts go up to the flushed mark, and never the last ones: what is written next goes behind them.
    public string OldCutouts { get; } = $"""
        SELECT c.id, c.segment, a.enriched, a.document FROM {cutouts} c LEFT JOIN {alerts} a ON a.candid = c.candid
        WHERE c.id > ?1 AND c.id <= (SELECT id FROM cutouts_flushed WHERE survey = ?2) AND c.id < (SELECT MAX(id) FROM {cutouts}) ORDER BY c.id LIMIT ?3
        """;
    public string DeleteCutoutsRow { get; } = $"""
        DELETE FROM {cutouts} WHERE id = ?1 AND id < (SELECT MAX(id) FROM {cutouts})
            AND NOT EXISTS (SELECT 1 FROM {alerts} a WHERE a.candid = {cutouts}.candid AND a.enriched = 0)
        """;
    public string FirstCutoutsFrom { get; } = $"SELECT id, segment FROM {cutouts} WHERE id >= ? ORDER BY id LIMIT 1";
    public string OldAlerts { get; } = $"SELECT id, candid, document FROM {alerts} WHERE id > ?1 AND enriched = 1 ORDER BY id LIMIT ?2";
    public string DeleteEnriched { get; } = $"DELETE FROM {alerts} WHERE id = ?1 AND candid = ?2 AND enriched = 1";
    public string DeleteOldCutouts { get; } = $"DELETE FROM {cutouts} WHERE candid = ?1 AND id <= ?2 AND id < (SELECT MAX(id) FROM {cutouts})";

    public string DeleteAlert { get; } = $"DELETE FROM {alerts} WHERE candid = ?";

    /// <summary>Objects of the solar system, which have their names from it.</summary>
    public string ListBodies { get; } = $"SELECT object_id, document FROM {objects} WHERE object_id >= 'sso' AND object_id < 'ssp' ORDER BY object_id";

    public string ReadObject { get; } = $"SELECT document, id, ra, dec FROM {objects} WHERE object_id = ?";
    public string HasObject { get; } = $"SELECT object_id FROM {objects} WHERE object_id = ?";
    public string ListObjects { get; } = $"SELECT object_id, ra, dec, document FROM {objects} WHERE object_id > ? ORDER BY object_id LIMIT ?";
    public string InsertObject { get; } = $"INSERT INTO {objects}(object_id, healpix_29, ra, dec, created_jd, document) VALUES (?, ?, ?, ?, ?, ?)";
    public string UpdateObject { get; } = $"UPDATE {objects} SET document = ?2 WHERE id = ?1";
    public string FindObjects { get; } = $"SELECT object_id, ra, dec FROM {objects} WHERE healpix_29 BETWEEN ? AND ?";

    public string Count { get; } = $"""
        SELECT (SELECT COUNT(*) FROM {alerts}), (SELECT COUNT(*) FROM {alerts} WHERE enriched = 0),
            (SELECT COUNT(*) FROM {objects}), (SELECT COUNT(*) FROM {cutouts})
        """;

    public static SurveySql Of(Survey survey) => All[(int)survey];

    static string Alerts(Survey survey) => survey.ToUpperName() + "_alerts";
}
