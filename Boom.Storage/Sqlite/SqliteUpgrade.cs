namespace Boom.Storage.Sqlite;

/// <summary>
/// Brings a store of the version before to this one when it is opened. The small tables are copied beside the file first; the rest is one transaction,
/// so a program that dies in between leaves the store as it was, and the next one begins again. Programs of the version before that have the store open
/// go on working; they cannot open it again.
/// </summary>
static class SqliteUpgrade
{
    /// <summary>What this version has and the one before has not.</summary>
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS ledger_partitions(
            topic TEXT NOT NULL, partition INTEGER NOT NULL, topic_id TEXT, last_offset INTEGER, last_timestamp_ms INTEGER, last_fingerprint INTEGER,
            PRIMARY KEY (topic, partition)) WITHOUT ROWID;
        """;

    static readonly string[] SmallTables = ["ledger", "dead_letters", "plays", "counts", "cutouts_flushed"];

    /// <summary>Where the copy of the small tables lies.</summary>
    public static string CopyOf(string path) => $"{path}.version-{SqliteSchema.Version - 1}";

    /// <summary>Upgrades the store if it is of the version before.</summary>
    public static void Run(SqliteDatabase database)
    {
        if (database.ReadInt64("PRAGMA user_version") == SqliteSchema.Version)
            return;
        CopySmallTables(database);
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            database.Execute(Tables);
            database.Execute(FormattableString.Invariant($"PRAGMA user_version = {SqliteSchema.Version}"));
            database.Execute("COMMIT");
        }
        catch
        {
            database.Rollback();
            throw;
        }
    }

    static void CopySmallTables(SqliteDatabase database)
    {
        database.Execute($"ATTACH DATABASE '{CopyOf(database.Path).Replace("'", "''", StringComparison.Ordinal)}' AS copy");
        try
        {
            // Whole or not at all; a copy that is there is of the state before the first try, and stays.
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                foreach (var table in SmallTables)
                    database.Execute($"CREATE TABLE IF NOT EXISTS copy.{table} AS SELECT * FROM main.{table}");
                database.Execute("COMMIT");
            }
            catch
            {
                database.Rollback();
                throw;
            }
        }
        finally
        {
            database.Execute("DETACH DATABASE copy");
        }
    }
}
