using Boom.Core.Resilience;

namespace Boom.Storage.Sqlite;

/// <summary>Tells Boom's files from others, and makes the tables that belong to no survey.</summary>
static class SqliteSchema
{
    /// <summary>Version of the tables; kept in <c>user_version</c>.</summary>
    public const int Version = 3;

    /// <summary>"BOOM"; kept in <c>application_id</c>.</summary>
    const long ApplicationId = 0x424F4F4D;

    const string Tables = """
        CREATE TABLE ledger(
            topic TEXT NOT NULL, partition INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, outcome INTEGER NOT NULL,
            PRIMARY KEY (topic, partition, first)) WITHOUT ROWID;
        CREATE TABLE dead_letters(
            id TEXT PRIMARY KEY, survey TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
            attempts INTEGER NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, record_offset INTEGER NOT NULL,
            timestamp_ms INTEGER NOT NULL, candid INTEGER, object_id TEXT, at_ms INTEGER NOT NULL, payload BLOB NOT NULL);
        CREATE INDEX dead_letters_origin ON dead_letters(topic, partition, record_offset);
        CREATE INDEX dead_letters_at ON dead_letters(at_ms);
        CREATE TABLE plays(
            id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, partition_count INTEGER NOT NULL, source TEXT NOT NULL,
            first_sequence INTEGER NOT NULL, published INTEGER NOT NULL, finished INTEGER NOT NULL);
        CREATE TABLE counts(
            survey TEXT PRIMARY KEY, alerts INTEGER NOT NULL, enriched INTEGER NOT NULL, objects INTEGER NOT NULL,
            cutouts INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE cutouts_flushed(survey TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Pages of 16 kB suit rows of 3 to 15 kB best; they can be chosen only while the file is empty.</summary>
    public static void Prepare(SqliteDatabase database)
    {
        if (IsEmpty(database))
            database.Execute("PRAGMA page_size = 16384");
        else
            Check(database);

        // Write-ahead log: readers and the writer do not wait for each other. A batch of alerts (some 4 MB) fits the cache whole.
        database.Execute("PRAGMA journal_mode = WAL");
        Configure(database, cacheKibibytes: 32768);
        database.Execute("PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864");
        if (database.ReadInt64("PRAGMA user_version") != 0)
        {
            SqliteUpgrade.Run(database);
            return;
        }

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            // Another program may have been first.
            if (IsEmpty(database))
            {
                database.Execute(Tables);
                database.Execute(SqliteUpgrade.Tables);
                database.Execute(FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}"));
            }

            database.Execute("COMMIT");
        }
        catch
        {
            database.Rollback();
            throw;
        }
    }

    /// <summary>
    /// Settings of one connection; memory stays bounded whatever the size of the file. NORMAL: what is committed survives the end of the
    /// process. A power cut may undo the last commits, whole and in order; the ledger goes back with the alerts it accounts for, so the
    /// consumer reads their packets again.
    /// </summary>
    public static void Configure(SqliteDatabase database, int cacheKibibytes)
        => database.Execute(FormattableString.Invariant(
            $"PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{cacheKibibytes}; PRAGMA temp_store = MEMORY"));

    static bool IsEmpty(SqliteDatabase database)
        => database.ReadInt64("PRAGMA user_version") == 0
            && database.ReadInt64("PRAGMA application_id") == 0
            && database.ReadInt64("SELECT COUNT(*) FROM sqlite_master") == 0;

    /// <summary>Throws when the file is not a store that this program reads: of this version or the one before.</summary>
    public static void Check(SqliteDatabase database)
    {
        if (database.ReadInt64("PRAGMA application_id") != ApplicationId)
        {
            throw new PermanentFaultException(
                $"The file {database.Path} is a database of another program: choose another data folder, or move the file away.");
        }

        var version = database.ReadInt64("PRAGMA user_version");
        if (version is < Version - 1 or > Version)
        {
            throw new PermanentFaultException(
                $"The store {database.Path} was written by another version of Boom (tables of version {version}, this program knows "
                + $"{Version - 1} and {Version}): {(version > Version ? "use that version" : "open it with the version in between first")}, or choose another data folder.");
        }
    }
}
