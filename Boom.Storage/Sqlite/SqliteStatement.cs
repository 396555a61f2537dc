using SQLitePCL;

namespace Boom.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0. Spans of columns are valid until the next step.</summary>
sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    public SqliteStatement Bind(int parameter, long value) => Bound(raw.sqlite3_bind_int64(handle, parameter, value));

    public SqliteStatement Bind(int parameter, long? value) => value is { } number ? Bind(parameter, number) : Bind(parameter, (string?)null);

    // SQLite has no NaN; it would become NULL all the same.
    public SqliteStatement Bind(int parameter, double value)
        => Bound(double.IsNaN(value) ? raw.sqlite3_bind_null(handle, parameter) : raw.sqlite3_bind_double(handle, parameter, value));

    public SqliteStatement Bind(int parameter, string? value)
        => Bound(value is null ? raw.sqlite3_bind_null(handle, parameter) : raw.sqlite3_bind_text(handle, parameter, value));

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
        => Bound(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, parameter, 0) : raw.sqlite3_bind_blob(handle, parameter, value));

    /// <summary>Moves to the next row; at the end the statement is ready to be bound and run again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
            return true;
        _ = raw.sqlite3_reset(handle);
        if (code != raw.SQLITE_DONE)
            throw database.Fault(code);
        return false;
    }

    /// <summary>What the first row holds; the default when there is none.</summary>
    public T? First<T>(Func<SqliteStatement, T> read)
    {
        var value = Step() ? read(this) : default;
        Reset();
        return value;
    }

    /// <summary>What all rows hold.</summary>
    public List<T> All<T>(Func<SqliteStatement, T> read)
    {
        var values = new List<T>();
        while (Step())
            values.Add(read(this));
        return values;
    }

    /// <summary>Runs a statement that answers nothing.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Leaves the rows that are not wanted any more.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int32(int column) => raw.sqlite3_column_int(handle, column);

    public double Double(int column) => IsNull(column) ? double.NaN : raw.sqlite3_column_double(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();

    SqliteStatement Bound(int code) => code == raw.SQLITE_OK ? this : throw database.Fault(code);
}
