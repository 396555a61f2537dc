using SQLitePCL;

namespace Boom.Storage.Sqlite;

/// <summary>One connection to the file, for one thread at a time. Statements are prepared once and kept.</summary>
sealed class SqliteDatabase : IDisposable
{
    readonly Dictionary<string, SqliteStatement> _statements = [];
    readonly sqlite3 _handle;

    static SqliteDatabase() => Batteries_V2.Init();

    SqliteDatabase(sqlite3 handle, string path) => (_handle, Path) = (handle, path);

    public string Path { get; }

    public static SqliteDatabase Open(string path, bool create, TimeSpan busyTimeout) => Open(
        path, path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0), busyTimeout);

    /// <summary>Opens a file that nobody can write: no lock is taken, no file is made beside it.</summary>
    public static SqliteDatabase OpenUnwritable(string path) => Open(
        path, $"file:{Uri.EscapeDataString(path)}?immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_URI,
        TimeSpan.Zero);

    static SqliteDatabase Open(string path, string name, int flags, TimeSpan busyTimeout)
    {
        var code = raw.sqlite3_open_v2(name, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var detail = handle is null ? "" : raw.sqlite3_errmsg(handle).utf8_to_string();
            handle?.Dispose();
            throw SqliteFaults.Of(code, path, detail);
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
        return new(handle, path);
    }

    /// <summary>The statement of this text, bound to nothing new; at most one use at a time.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
            return statement;
        var code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
        if (code != raw.SQLITE_OK)
            throw Fault(code);
        statement = new(this, handle);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Runs statements that answer nothing.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
            throw Fault(code);
    }

    /// <summary>The first column of the first row; 0 when there is none.</summary>
    public long ReadInt64(string sql) => Prepare(sql).First(row => row.Int64(0));

    public long LastId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Rows changed by the statement that ran last.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Runs a transaction: all of it is done, or nothing.</summary>
    public T Transact<T>(string begin, Func<SqliteDatabase, T> work)
    {
        Execute(begin);
        try
        {
            var result = work(this);
            Execute("COMMIT");
            return result;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Runs a transaction that writes and answers nothing.</summary>
    public void Transact(Action work) => Transact("BEGIN IMMEDIATE", _ =>
    {
        work();
        return true;
    });

    /// <summary>Undoes the open transaction, if there still is one; never throws, as it runs on the way of another exception.</summary>
    void Rollback()
    {
        foreach (var statement in _statements.Values)
            statement.Reset();
        if (raw.sqlite3_get_autocommit(_handle) == 0)
            _ = raw.sqlite3_exec(_handle, "ROLLBACK");
    }

    /// <summary>Moves the write-ahead log into the file and empties it. Does what it can when readers are in the way.</summary>
    public void Checkpoint() => _ = raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);

    /// <summary>
    /// Moves what is in the write-ahead log by now into the file, beside writers and readers. True when all of it is on the disk; false when a reader of an older
    /// state, or another who moves it, is in the way.
    /// </summary>
    public bool TryCheckpoint()
        => raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var inLog, out var moved) == raw.SQLITE_OK && inLog == moved;

    public Exception Fault(int code) => SqliteFaults.Of(code, Path, raw.sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        _handle.Dispose();
    }
}
