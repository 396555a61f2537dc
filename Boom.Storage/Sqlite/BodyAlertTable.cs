using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>
/// The alerts of bodies of the solar system by designation and time, of a survey that names them in its alerts: a row for each, by the key of its row among the
/// alerts. What a program without the table has written is looked through when somebody asks for a body.
/// </summary>
static class BodyAlertTable
{
    const int AlertsPerTransaction = 500;

    static readonly Sql[] All = [.. Enum.GetValues<Survey>().Select(survey => new Sql(survey.ToUpperName() + "_alerts"))];

    /// <summary>Makes the table where it is missing; answers whether it will have all alerts when those that are written now have come in.</summary>
    public static bool Begin(SqliteDatabase database, Survey survey)
    {
        var sql = All[(int)survey];
        database.Execute(sql.Create);
        return IsComplete(database, sql);
    }

    /// <summary>Keeps where an alert is found, if it is one of a body.</summary>
    public static void Put(SqliteDatabase database, Survey survey, long candid, double jd, string? designation)
    {
        if (designation is not null && !double.IsNaN(jd))
            database.Prepare(All[(int)survey].Put).Bind(1, candid).Bind(2, designation).Bind(3, jd).Run();
    }

    /// <summary>Notes that the table has all alerts, within the transaction that has completed it.</summary>
    public static void End(SqliteDatabase database, Survey survey) => database.Execute(All[(int)survey].SetMark);

    /// <summary>The alerts of a body, the latest first: so many of its documents.</summary>
    public static List<byte[]> Find(SqliteDatabase database, Survey survey, in BodySpan span, int limit, BsonWriter bson)
    {
        var found = database.Prepare(All[(int)survey].Find).Bind(1, span.Designation).Bind(2, span.FromJd).Bind(3, span.ToJd).Bind(4, limit)
            .All(row => BodyAlertFields.Cut(row.Blob(0), bson).ToArray());
        bson.Reset();
        return found;
    }

    /// <summary>Whether the table has all alerts of the store.</summary>
    public static bool IsComplete(SqliteDatabase database, Survey survey)
    {
        var sql = All[(int)survey];
        return database.ReadInt64(sql.Exists) > 0 && IsComplete(database, sql);
    }

    /// <summary>Looks through the next alerts that a program without the table has written; answers whether that was all.</summary>
    /// <param name="database">In a transaction that writes.</param>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="field">The field of <c>candidate</c> with the designation.</param>
    public static bool CompleteSome(SqliteDatabase database, Survey survey, string field)
    {
        var sql = All[(int)survey];
        database.Execute(sql.Create);
        var name = System.Text.Encoding.UTF8.GetBytes(field);
        var mark = database.ReadInt64(sql.Mark);
        var alerts = database.Prepare(sql.After).Bind(1, mark).Bind(2, AlertsPerTransaction)
            .All(row => (Id: row.Int64(0), Candid: row.Int64(1), Jd: row.Double(2), Designation: BodyAlertFields.Designation(row.Blob(3), name)));
        foreach (var (_, candid, jd, designation) in alerts)
            Put(database, survey, candid, jd, designation);
        if (alerts.Count > 0)
            database.Prepare(sql.MoveMark).Bind(1, alerts[^1].Id).Run();
        return alerts.Count < AlertsPerTransaction;
    }

    /// <summary>The statement of <see cref="Find"/>.</summary>
    public static string FindSql(Survey survey) => All[(int)survey].Find;

    /// <summary>What is said where the table lacks alerts and cannot be completed.</summary>
    public static PermanentFaultException Incomplete(SqliteDatabase database) => new(
        $"The store {database.Path} was written by a version of Boom that did not keep alerts of solar-system bodies by designation, and cannot be written here: open it once where it can.");

    static bool IsComplete(SqliteDatabase database, Sql sql) => database.ReadInt64(sql.Mark) >= database.ReadInt64(sql.Last);

    sealed class Sql(string alerts)
    {
        readonly string _bodies = alerts + "_bodies";

        // A program that knows nothing of the table removes alerts all the same, and the number of a row that was the last is given again.
        public string Create => $"""
            CREATE TABLE IF NOT EXISTS {_bodies}(id INTEGER PRIMARY KEY, designation TEXT NOT NULL, jd REAL NOT NULL);
            CREATE INDEX IF NOT EXISTS {_bodies}_designation ON {_bodies}(designation, jd);
            CREATE TABLE IF NOT EXISTS {_bodies}_mark(id INTEGER PRIMARY KEY CHECK (id = 1), after_id INTEGER NOT NULL);
            CREATE TRIGGER IF NOT EXISTS {_bodies}_removed AFTER DELETE ON {alerts} BEGIN
                DELETE FROM {_bodies} WHERE id = OLD.id;
                UPDATE {_bodies}_mark SET after_id = min(after_id, (SELECT coalesce(MAX(id), 0) FROM {alerts}));
            END;
            """;

        public string Exists { get; } = $"SELECT COUNT(*) FROM sqlite_master WHERE name = '{alerts}_bodies_mark'";

        public string Put { get; } = $"INSERT OR REPLACE INTO {alerts}_bodies(id, designation, jd) SELECT id, ?2, ?3 FROM {alerts} WHERE candid = ?1";

        public string Find { get; } = $"""
            SELECT a.document FROM {alerts}_bodies b JOIN {alerts} a ON a.id = b.id
            WHERE b.designation = ?1 AND b.jd BETWEEN ?2 AND ?3 ORDER BY b.jd DESC, b.id DESC LIMIT ?4
            """;

        public string Mark { get; } = $"SELECT coalesce(MAX(after_id), 0) FROM {alerts}_bodies_mark";

        public string Last { get; } = $"SELECT coalesce(MAX(id), 0) FROM {alerts}";

        public string SetMark { get; } = $"INSERT OR REPLACE INTO {alerts}_bodies_mark(id, after_id) SELECT 1, coalesce(MAX(id), 0) FROM {alerts}";

        public string MoveMark { get; } = $"INSERT OR REPLACE INTO {alerts}_bodies_mark(id, after_id) VALUES (1, ?1)";

        public string After { get; } = $"SELECT id, candid, jd, document FROM {alerts} WHERE id > ?1 ORDER BY id LIMIT ?2";
    }
}
