using Boom.Core.Resilience;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>The layout of all tables; tells Boom's files from others.</summary>
static class SqliteSchema
{
    /// <summary>Version of the tables; kept in <c>user_version</c>.</summary>
    public const int Version = 3;

    /// <summary>Version of a store with objects that have pages, which older programs cannot read.</summary>
    public const int PagedVersion = 4;

    /// <summary>"BOOM"; kept in <c>application_id</c>.</summary>
    const long ApplicationId = 0x424F4F4D;

    /// <summary>Tables that belong to no survey, but for <see cref="AddedTables"/>.</summary>
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

    /// <summary>What this version has and the one before has not.</summary>
    public const string AddedTables = """
        CREATE TABLE IF NOT EXISTS ledger_partitions(
            topic TEXT NOT NULL, partition INTEGER NOT NULL, topic_id TEXT, last_offset INTEGER, last_timestamp_ms INTEGER, last_fingerprint INTEGER,
            PRIMARY KEY (topic, partition)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS upgrades(survey TEXT PRIMARY KEY, after_id INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS play_packets(
            play INTEGER NOT NULL, first INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (play, first)) WITHOUT ROWID;
        """;

    /// <summary>Orders to pause; made with the first of them, as a store without the table is one where nothing is paused.</summary>
    public const string IntakeTable =
        "CREATE TABLE IF NOT EXISTS intake(survey TEXT PRIMARY KEY, reason TEXT NOT NULL, since_ms INTEGER NOT NULL) WITHOUT ROWID";

    /// <summary>Whose turn it is to remove what is old, and how many alerts were removed; made with the first removal.</summary>
    public const string RetentionTables = """
        CREATE TABLE IF NOT EXISTS retention_turn(id INTEGER PRIMARY KEY CHECK (id = 1), holder TEXT NOT NULL, until_ms INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS retention(survey TEXT PRIMARY KEY, alerts INTEGER NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>
    /// Tables of one survey. Rows are kept in order of arrival under a key of their own, so that the large tables only grow at the end; the keys by which
    /// they are found are in small indexes.
    /// </summary>
    public static string SurveyTables(Survey survey)
    {
        var alerts = survey.ToUpperName() + "_alerts";
        return $"""
            CREATE TABLE IF NOT EXISTS {alerts}(
                id INTEGER PRIMARY KEY, candid INTEGER NOT NULL, object_id TEXT NOT NULL, jd REAL, magpsf REAL, ra REAL NOT NULL,
                dec REAL NOT NULL, healpix_29 INTEGER NOT NULL, enriched INTEGER NOT NULL, document BLOB NOT NULL);
            CREATE UNIQUE INDEX IF NOT EXISTS {alerts}_candid ON {alerts}(candid);
            CREATE INDEX IF NOT EXISTS {alerts}_object ON {alerts}(object_id, jd, magpsf);
            CREATE INDEX IF NOT EXISTS {alerts}_waiting ON {alerts}(candid) WHERE enriched = 0;
            CREATE TABLE IF NOT EXISTS {alerts}_aux(
                id INTEGER PRIMARY KEY, object_id TEXT NOT NULL, healpix_29 INTEGER NOT NULL, ra REAL NOT NULL, dec REAL NOT NULL,
                created_jd REAL, document BLOB NOT NULL);
            CREATE UNIQUE INDEX IF NOT EXISTS {alerts}_aux_object ON {alerts}_aux(object_id);
            CREATE INDEX IF NOT EXISTS {alerts}_aux_healpix ON {alerts}_aux(healpix_29, ra, dec, object_id);
            CREATE INDEX IF NOT EXISTS {alerts}_aux_created ON {alerts}_aux(created_jd, object_id);
            CREATE TABLE IF NOT EXISTS {alerts}_cutouts(
                id INTEGER PRIMARY KEY, candid INTEGER NOT NULL, segment INTEGER NOT NULL, position INTEGER NOT NULL,
                length INTEGER NOT NULL, checksum INTEGER NOT NULL);
            CREATE UNIQUE INDEX IF NOT EXISTS {alerts}_cutouts_candid ON {alerts}_cutouts(candid);
            """;
    }

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
            foreach (var survey in Enum.GetValues<Survey>())
                BodyTable.Complete(database, survey);
            return;
        }

        database.Transact(() =>
        {
            // Another program may have been first.
            if (!IsEmpty(database))
                return;
            database.Execute(Tables);
            database.Execute(AddedTables);
            database.Execute(FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}"));
        });
    }

    /// <summary>
    /// Settings of one connection; memory stays bounded whatever the size of the file. NORMAL: what is committed survives the end of the process. A power cut
    /// may undo the last commits, whole and in order; the ledger goes back with the alerts it accounts for, so the consumer reads their packets again.
    /// </summary>
    public static void Configure(SqliteDatabase database, int cacheKibibytes)
        => database.Execute(FormattableString.Invariant(
            $"PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{cacheKibibytes}; PRAGMA temp_store = MEMORY"));

    static bool IsEmpty(SqliteDatabase database)
        => database.ReadInt64("PRAGMA user_version") == 0
            && database.ReadInt64("PRAGMA application_id") == 0
            && database.ReadInt64("SELECT COUNT(*) FROM sqlite_master") == 0;

    /// <summary>Throws when the file is not a store that this program reads: of this version, with pages or without, or the one before.</summary>
    public static void Check(SqliteDatabase database)
    {
        if (database.ReadInt64("PRAGMA application_id") != ApplicationId)
        {
            throw new PermanentFaultException(
                $"The file {database.Path} is a database of another program: choose another data folder, or move the file away.");
        }

        var version = database.ReadInt64("PRAGMA user_version");
        if (version is < Version - 1 or > PagedVersion)
        {
            throw new PermanentFaultException(
                $"The store {database.Path} was written by another version of Boom (tables of version {version}, this program knows "
                + $"{Version - 1} to {PagedVersion}): {(version > PagedVersion ? "use that version" : "open it with the version in between first")}, or choose another data folder.");
        }
    }
}
